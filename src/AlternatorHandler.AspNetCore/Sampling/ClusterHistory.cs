using AlternatorHandler.AspNetCore.Status;

namespace AlternatorHandler.AspNetCore.Sampling;

/// <summary>The history of the nodes that a cluster has, and what follows from it for a status.</summary>
internal sealed class ClusterHistory(TimeProvider time)
{
    private readonly Dictionary<Uri, NodeHistory> _nodes = [];

    public void Add(AlternatorClusterStatus cluster)
    {
        var now = time.GetTimestamp();
        foreach (var gone in _nodes.Keys.Except(cluster.Nodes.Select(node => node.Address)).ToArray())
        {
            _nodes.Remove(gone);
        }

        foreach (var node in cluster.Nodes)
        {
            HistoryOf(node).Add(now, node);
        }
    }

    public DashboardCluster Describe(AlternatorClusterStatus cluster)
    {
        var now = time.GetTimestamp();
        var recent = cluster.Nodes.Select(node => HistoryOf(node).Recent(now, node, time)).ToArray();
        var all = recent.Sum(traffic => traffic.Attempts);
        return new DashboardCluster(
            cluster.Name,
            cluster.LoadBalancingPolicy,
            new DashboardDiscovery(
                cluster.Discovery.RefreshedAt,
                cluster.Discovery.RefreshedAt is { } at ? Math.Round((time.GetUtcNow() - at).TotalSeconds, 3) : null,
                cluster.Discovery.Sources,
                cluster.Discovery.Failure),
            [.. cluster.Tiers.Select(tier => new DashboardTier(
                tier.ToString(),
                tier.Datacenter,
                tier.Rack,
                tier.IsServing,
                tier.UsableNodes,
                [.. tier.Addresses.Select(NameOf)]))],
            [.. cluster.Nodes.Zip(recent, (node, traffic) => Describe(node, traffic, all))],
            [.. cluster.Transitions.Select(transition => new DashboardTransition(transition.At, NameOf(transition.Address), transition.From, transition.To, transition.Reason))]);
    }

    private static string NameOf(Uri address) => address.GetLeftPart(UriPartial.Authority);

    private DashboardNode Describe(AlternatorNodeStatus node, RecentTraffic recent, long all) => new(
        NameOf(node.Address),
        node.Datacenter,
        node.Rack,
        node.State,
        node.Since,
        node.IsDemoted,
        Math.Round(node.Weight, 3),
        node.InFlight,
        Math.Round(recent.PerSecond, 1),
        all == 0 ? null : Math.Round((double)recent.Attempts / all, 4),
        recent.LatencyMilliseconds,
        HistoryOf(node).Latencies,
        node.LastFailure);

    private NodeHistory HistoryOf(AlternatorNodeStatus node)
    {
        if (!_nodes.TryGetValue(node.Address, out var history))
        {
            _nodes.Add(node.Address, history = new NodeHistory());
        }

        return history;
    }
}
