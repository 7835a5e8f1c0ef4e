using AlternatorHandler.Discovery;
using AlternatorHandler.Resilience;
using AlternatorHandler.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AlternatorHandler.DependencyInjection;

/// <summary>Makes a cluster out of its options and the services of the container.</summary>
internal static class ClusterFactory
{
    public static AlternatorCluster Create(IServiceProvider services, string name)
    {
        var options = services.GetRequiredService<IOptionsMonitor<AlternatorOptions>>().Get(name);
        return new AlternatorCluster(
            name,
            options,
            services.GetRequiredService<IOptionsMonitor<ResilienceConfiguration>>().Get(name),
            services.GetServices<ILoadBalancingPolicy>().Last(policy => policy.Name == options.Policy),
            services.GetRequiredService<INameResolver>(),
            services.GetRequiredService<AlternatorMetrics>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILoggerFactory>().CreateLogger("AlternatorHandler"));
    }

    /// <summary>All registered clusters, in the order of their registration.</summary>
    public static IReadOnlyList<AlternatorCluster> GetAll(IServiceProvider services) =>
        [.. services.GetServices<RegisteredCluster>().Select(cluster => services.GetRequiredKeyedService<AlternatorCluster>(cluster.Name))];

    public static AlternatorCluster Get(IServiceProvider services, string name) =>
        services.GetKeyedService<AlternatorCluster>(name) ?? throw new InvalidOperationException(
            name.Length == 0
                ? "No Alternator cluster is registered. Call services.AddAlternatorLoadBalancing(...)."
                : $"No Alternator cluster named '{name}' is registered. Call services.AddAlternatorLoadBalancing(\"{name}\", ...).");
}
