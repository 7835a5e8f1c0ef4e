namespace AlternatorHandler.AspNetCore;

/// <summary>Keeps the history of each node of a cluster, and describes the cluster by it.</summary>
internal sealed class ClusterHistory(TimeProvider time)
{
    private static readonly TimeSpan FailurePeriod = TimeSpan.FromHours(1);

    private readonly Dictionary<Uri, NodeHistory> _nodes = [];

    public void Add(AlternatorClusterStatus cluster)
    {
        foreach (var removed in _nodes.Keys.Except(cluster.Nodes.Select(node => node.Address)).ToArray())
        {
            _nodes.Remove(removed);
        }

        foreach (var node in cluster.Nodes)
        {
            GetHistory(node).Add(node);
        }
    }

    public DashboardCluster Describe(AlternatorClusterStatus cluster)
    {
        var recent = cluster.Nodes.Select(node => GetHistory(node).GetRecent(node)).ToArray();
        var all = recent.Aggregate(default(RecentTraffic), (sum, traffic) => sum.Add(traffic));
        return new DashboardCluster(
            cluster.Name,
            cluster.LoadBalancingPolicy,
            new DashboardTotals(Math.Round(all.AttemptsPerSecond, 1), cluster.Nodes.Sum(node => node.InFlight), all.MeanMilliseconds, CountRecentFailures(cluster)),
            Describe(cluster.Discovery),
            [.. cluster.Tiers.Select(Describe)],
            [.. cluster.Nodes.Zip(recent, (node, traffic) => Describe(node, traffic, all.Attempts))],
            [.. cluster.Transitions.Select(Describe)]);
    }

    private static string GetName(Uri address) => address.GetLeftPart(UriPartial.Authority);

    private static DashboardTier Describe(AlternatorTierStatus tier) => new(
        tier.ToString(),
        tier.Datacenter,
        tier.Rack,
        tier.IsServing,
        tier.UsableNodes,
        [.. tier.Addresses.Select(GetName)]);

    private static DashboardTransition Describe(AlternatorNodeTransition transition) =>
        new(transition.At, GetName(transition.Address), transition.From, transition.To, transition.Reason);

    private int CountRecentFailures(AlternatorClusterStatus cluster) =>
        cluster.Transitions.Count(transition => transition.To == AlternatorNodeState.Down && time.GetUtcNow() - transition.At < FailurePeriod);

    private DashboardDiscovery Describe(AlternatorDiscoveryStatus discovery) => new(
        discovery.RefreshedAt,
        discovery.RefreshedAt is { } at ? Math.Round((time.GetUtcNow() - at).TotalSeconds, 3) : null,
        discovery.Sources,
        discovery.Failure);

    private DashboardNode Describe(AlternatorNodeStatus node, RecentTraffic recent, long attempts) => new(
        GetName(node.Address),
        node.Datacenter,
        node.Rack,
        node.State,
        node.Since,
        node.IsDemoted,
        Math.Round(node.Weight, 3),
        node.InFlight,
        Math.Round(recent.AttemptsPerSecond, 1),
        attempts == 0 ? null : Math.Round((double)recent.Attempts / attempts, 4),
        recent.MeanMilliseconds,
        GetHistory(node).Latencies,
        node.LastFailure);

    private NodeHistory GetHistory(AlternatorNodeStatus node)
    {
        if (!_nodes.TryGetValue(node.Address, out var history))
        {
            _nodes.Add(node.Address, history = new NodeHistory(time));
        }

        return history;
    }
}
