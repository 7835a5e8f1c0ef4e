using AlternatorHandler;
using AlternatorHandler.DependencyInjection;
using AlternatorHandler.Discovery;
using AlternatorHandler.Options;
using AlternatorHandler.Options.Configuration;
using AlternatorHandler.Routing;
using AlternatorHandler.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Provides extension methods that register Alternator clusters.</summary>
public static class AlternatorServiceCollectionExtensions
{
    /// <summary>Registers the default cluster, which has no name.</summary>
    /// <param name="services">The service collection.</param>
    /// <param name="configure">The callback that sets the options. At least one seed is required.</param>
    /// <returns>A builder for configuring the cluster.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> or <paramref name="configure"/> is <see langword="null"/>.</exception>
    /// <remarks>
    /// Further calls add to the options of the same cluster. Nothing is sent to the nodes before the first request.
    /// Invalid options cause an <see cref="OptionsValidationException"/> when the host starts or, without a host, when the cluster is first used.
    /// </remarks>
    public static IAlternatorBuilder AddAlternatorLoadBalancing(this IServiceCollection services, Action<AlternatorOptions> configure) =>
        services.AddAlternatorLoadBalancing(Options.Options.DefaultName, configure);

    /// <summary>Registers the default cluster, which has no name.</summary>
    /// <param name="services">The service collection.</param>
    /// <param name="configuration">
    /// The section that contains the options. An unknown key is a validation error.
    /// Changes are applied at run time, except those of options that require a restart, which are logged.
    /// </param>
    /// <returns>A builder for configuring the cluster.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> or <paramref name="configuration"/> is <see langword="null"/>.</exception>
    public static IAlternatorBuilder AddAlternatorLoadBalancing(this IServiceCollection services, IConfiguration configuration) =>
        services.AddAlternatorLoadBalancing(Options.Options.DefaultName, configuration);

    /// <summary>Registers a named cluster. Its services are keyed by its name.</summary>
    /// <param name="services">The service collection.</param>
    /// <param name="name">The name of the cluster.</param>
    /// <param name="configure">The callback that sets the options. At least one seed is required.</param>
    /// <returns>A builder for configuring the cluster.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/>, <paramref name="name"/> or <paramref name="configure"/> is <see langword="null"/>.</exception>
    public static IAlternatorBuilder AddAlternatorLoadBalancing(this IServiceCollection services, string name, Action<AlternatorOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<AlternatorOptions>(name).Configure(configure);
        return AddCluster(services, name);
    }

    /// <summary>Registers a named cluster. Its services are keyed by its name.</summary>
    /// <param name="services">The service collection.</param>
    /// <param name="name">The name of the cluster.</param>
    /// <param name="configuration">
    /// The section that contains the options. An unknown key is a validation error.
    /// Changes are applied at run time, except those of options that require a restart, which are logged.
    /// </param>
    /// <returns>A builder for configuring the cluster.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/>, <paramref name="name"/> or <paramref name="configuration"/> is <see langword="null"/>.</exception>
    public static IAlternatorBuilder AddAlternatorLoadBalancing(this IServiceCollection services, string name, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddSingleton(new ConfiguredSection(name, configuration));
        services.AddSingleton<IOptionsChangeTokenSource<AlternatorOptions>>(new ConfigurationChangeTokenSource<AlternatorOptions>(name, configuration));
        services.AddOptions<AlternatorOptions>(name).Configure(options => ConfigurationCheck.Create(configuration).CreateValidConfiguration().Bind(options));
        return AddCluster(services, name);
    }

    private static AlternatorBuilder AddCluster(IServiceCollection services, string name)
    {
        services.AddHttpClient();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<AlternatorMetrics>();
        services.TryAddSingleton<AlternatorOptionsValidator>();
        services.TryAddSingleton<AlternatorOptionsCrossValidator>();
        services.TryAddSingleton<IOptionsMonitor<AlternatorOptions>, AlternatorOptionsMonitor>();
        services.TryAddSingleton<INameResolver, DnsNameResolver>();
        services.TryAddEnumerable(
        [
            ServiceDescriptor.Singleton<IAlternatorLoadBalancingPolicy, LeastRequestsPolicy>(),
            ServiceDescriptor.Singleton<IAlternatorLoadBalancingPolicy, RoundRobinPolicy>(),
            ServiceDescriptor.Singleton<IAlternatorLoadBalancingPolicy, RandomPolicy>(),
            ServiceDescriptor.Singleton<IValidateOptions<AlternatorOptions>, OptionsCheck>(),
        ]);
        services.AddOptions<AlternatorOptions>(name).ValidateOnStart();

        services.TryAddKeyedSingleton(name, static (provider, key) => ClusterFactory.Create(provider, (string)key!));
        services.TryAddKeyedSingleton<IAlternatorCluster>(name, static (provider, key) => provider.GetRequiredKeyedService<AlternatorCluster>(key));
        if (name == Options.Options.DefaultName)
        {
            services.TryAddSingleton<IAlternatorCluster>(static provider => provider.GetRequiredKeyedService<AlternatorCluster>(Options.Options.DefaultName));
        }

        return new AlternatorBuilder(name, services);
    }

    private sealed record AlternatorBuilder(string Name, IServiceCollection Services) : IAlternatorBuilder;
}
