using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AlternatorHandler.HealthChecks;

/// <summary>Reports the health of a cluster from the results of its requests and probes.</summary>
internal sealed class AlternatorHealthCheck(IAlternatorCluster cluster) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var failure = cluster.Tiers.Any(tier => tier.IsServing) ? null : await RefreshAsync(cancellationToken).ConfigureAwait(false);
        var (tiers, nodes) = (cluster.Tiers, cluster.Nodes);
        var data = nodes.ToDictionary(node => node.Address.Authority, object (node) => node, StringComparer.Ordinal);
        var down = nodes.Where(node => node.State == AlternatorNodeState.Down).ToArray();
        if (tiers.FirstOrDefault(tier => tier.IsServing) is not { } serving)
        {
            var reason = failure ?? (nodes.Count == 0 ? "none is known" : string.Join(", ", down.Select(Describe)));
            return new HealthCheckResult(context.Registration.FailureStatus, $"No usable Alternator node: {reason}.", data: data);
        }

        data["serving"] = serving.ToString();
        if (serving != tiers[0])
        {
            return HealthCheckResult.Degraded($"Requests go to {serving} ({serving.UsableNodes} of {serving.Nodes} nodes usable): {tiers[0]} has {tiers[0].UsableNodes} of {tiers[0].Nodes}.", data: data);
        }

        return down.Length > 0
            ? HealthCheckResult.Degraded($"{down.Length} of {nodes.Count} nodes down: {string.Join(", ", down.Select(Describe))}.", data: data)
            : HealthCheckResult.Healthy($"All {nodes.Count} nodes usable.", data);
    }

    /// <summary>Refreshes the node list. Before the first request it has never been queried, and after an outage it may have changed.</summary>
    /// <returns>The reason for a failure, or <see langword="null"/>.</returns>
    private async Task<string?> RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            await cluster.RefreshAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (HttpRequestException exception)
        {
            return exception.Message.TrimEnd('.');
        }
    }

    private static string Describe(AlternatorNodeStatus node) => $"{node.Address.Authority} ({node.LastFailure})";
}
