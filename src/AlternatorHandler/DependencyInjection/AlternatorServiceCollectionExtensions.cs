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

/// <summary>Registers clusters of Alternator nodes.</summary>
public static class AlternatorServiceCollectionExtensions
{
    /// <summary>Registers the cluster without a name.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options: at least one seed.</param>
    /// <returns>A builder to go on with.</returns>
    /// <remarks>Calling it again adds to the options. Nothing is sent before the first request.</remarks>
    public static IAlternatorBuilder AddAlternatorLoadBalancing(this IServiceCollection services, Action<AlternatorOptions> configure) =>
        services.AddAlternatorLoadBalancing(Options.Options.DefaultName, configure);

    /// <summary>Registers the cluster without a name.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The section that holds the options. An unknown key is an error at start. Changes of it apply while the application runs, as far as they can.</param>
    /// <returns>A builder to go on with.</returns>
    public static IAlternatorBuilder AddAlternatorLoadBalancing(this IServiceCollection services, IConfiguration configuration) =>
        services.AddAlternatorLoadBalancing(Options.Options.DefaultName, configuration);

    /// <summary>Registers a named cluster. Its services are keyed by the name.</summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The name.</param>
    /// <param name="configure">Sets the options: at least one seed.</param>
    /// <returns>A builder to go on with.</returns>
    public static IAlternatorBuilder AddAlternatorLoadBalancing(this IServiceCollection services, string name, Action<AlternatorOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<AlternatorOptions>(name).Configure(configure);
        return AddCluster(services, name);
    }

    /// <summary>Registers a named cluster. Its services are keyed by the name.</summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The name.</param>
    /// <param name="configuration">The section that holds the options. An unknown key is an error at start. Changes of it apply while the application runs, as far as they can.</param>
    /// <returns>A builder to go on with.</returns>
    public static IAlternatorBuilder AddAlternatorLoadBalancing(this IServiceCollection services, string name, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddSingleton(new ConfiguredSection(name, configuration));
        services.AddSingleton<IOptionsChangeTokenSource<AlternatorOptions>>(new ConfigurationChangeTokenSource<AlternatorOptions>(name, configuration));
        services.AddOptions<AlternatorOptions>(name).Configure(options => ConfigurationCheck.Of(configuration).Good().Bind(options));
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
            ServiceDescriptor.Singleton<ILoadBalancingPolicy, LeastRequestsPolicy>(),
            ServiceDescriptor.Singleton<ILoadBalancingPolicy, RoundRobinPolicy>(),
            ServiceDescriptor.Singleton<ILoadBalancingPolicy, RandomPolicy>(),
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
