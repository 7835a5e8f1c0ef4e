using AlternatorHandler;
using AlternatorHandler.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Provides extension methods that register health checks of Alternator clusters.</summary>
public static class AlternatorHealthCheckExtensions
{
    /// <summary>Adds a health check of a cluster that <c>AddAlternatorLoadBalancing</c> registered.</summary>
    /// <param name="builder">The builder of the health checks.</param>
    /// <param name="clusterName">The name of the cluster, or <see langword="null"/> for the default cluster.</param>
    /// <param name="name">The name of the check, or <see langword="null"/> for <c>alternator</c>, followed by a hyphen and the name of the cluster if it has one.</param>
    /// <param name="failureStatus">The status to report if no node is usable, or <see langword="null"/> for <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">The tags of the check, by which checks can be filtered.</param>
    /// <param name="timeout">The maximum duration of the check, or <see langword="null"/> for no limit. The check queries nodes only while none is usable, as before the first request.</param>
    /// <returns>The same builder.</returns>
    /// <remarks>
    /// The result is healthy if all nodes are usable, degraded if a node is down or requests go to a later scope, and the failure status if no node is usable.
    /// The check reads the results of requests and probes; it sends nothing to the nodes while any of them is usable.
    /// </remarks>
    public static IHealthChecksBuilder AddAlternator(
        this IHealthChecksBuilder builder,
        string? clusterName = null,
        string? name = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var key = clusterName ?? Options.Options.DefaultName;
        return builder.Add(new HealthCheckRegistration(
            name ?? (key.Length == 0 ? "alternator" : $"alternator-{key}"),
            services => new AlternatorHealthCheck(services.GetKeyedService<IAlternatorCluster>(key) ?? throw new InvalidOperationException(
                $"No Alternator cluster{(key.Length == 0 ? string.Empty : $" named '{key}'")} is registered: call services.AddAlternatorLoadBalancing(...).")),
            failureStatus,
            tags,
            timeout));
    }
}
