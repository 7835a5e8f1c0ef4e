using AlternatorHandler.Discovery;
using AlternatorHandler.Options;
using AlternatorHandler.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AlternatorHandler.DependencyInjection;

/// <summary>Creates clusters from their options and the services of the container.</summary>
internal static class ClusterFactory
{
    public static AlternatorCluster Create(IServiceProvider services, string name)
    {
        var monitor = services.GetRequiredService<IOptionsMonitor<AlternatorOptions>>();
        var policies = services.GetServices<IAlternatorLoadBalancingPolicy>().ToArray();
        IAlternatorLoadBalancingPolicy FindPolicy(AlternatorOptions options) => policies.Last(policy => policy.Name == options.LoadBalancingPolicy);

        var options = monitor.Get(name);
        var parts = new ClusterComposition(new ClusterInputs(
            name,
            options,
            services.GetRequiredService<IOptionsMonitor<PollyConfiguration>>().Get(name),
            FindPolicy(options),
            services.GetRequiredService<INameResolver>(),
            services.GetRequiredService<AlternatorMetrics>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILoggerFactory>().CreateLogger("AlternatorHandler")));
        monitor.OnChange((changed, changedName) =>
        {
            if (changedName == name)
            {
                parts.Change.Apply(changed, FindPolicy(changed));
            }
        });

        // A change before the listener was registered was not reported to it, so it is applied here.
        if (monitor.Get(name) is var current && current != options)
        {
            parts.Change.Apply(current, FindPolicy(current));
        }

        return new AlternatorCluster(parts);
    }

    /// <summary>Gets a registered cluster.</summary>
    /// <exception cref="InvalidOperationException">The cluster is not registered.</exception>
    public static AlternatorCluster Get(IServiceProvider services, string name) =>
        services.GetKeyedService<AlternatorCluster>(name) ?? throw new InvalidOperationException(
            name.Length == 0
                ? "No Alternator cluster is registered. Call services.AddAlternatorLoadBalancing(...)."
                : $"No Alternator cluster named '{name}' is registered. Call services.AddAlternatorLoadBalancing(\"{name}\", ...).");
}
