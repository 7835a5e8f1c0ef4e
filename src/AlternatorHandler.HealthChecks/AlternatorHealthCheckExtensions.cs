using AlternatorHandler;
using AlternatorHandler.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers health checks of clusters of Alternator nodes.</summary>
public static class AlternatorHealthCheckExtensions
{
    /// <summary>
    /// Checks a cluster that <c>AddAlternatorLoadBalancing</c> registered: healthy if all nodes are usable, degraded if a node is down or the first scope does not serve,
    /// unhealthy if no node is usable.
    /// </summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="clusterName">The name of the cluster, or <see langword="null"/> for the one without a name.</param>
    /// <param name="name">The name of the check, or <see langword="null"/> for <c>alternator</c>, followed by a hyphen and the cluster's name if it has one.</param>
    /// <param name="failureStatus">What is reported if no node is usable, or <see langword="null"/> for <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags to filter checks by.</param>
    /// <param name="timeout">How long the check may take, or <see langword="null"/> for no limit of its own. It asks nodes only if none is usable, before the first request above all.</param>
    /// <returns>The same builder.</returns>
    /// <remarks>The check reads what requests and probes found out. It costs the nodes nothing while any of them is usable.</remarks>
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
