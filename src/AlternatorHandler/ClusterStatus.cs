using AlternatorHandler.Discovery;
using AlternatorHandler.Health;
using AlternatorHandler.Nodes;

namespace AlternatorHandler;

/// <summary>A cluster at one moment, as those who watch it see it. Making it takes no lock and costs requests nothing.</summary>
internal sealed record ClusterStatus(
    string Name,
    string Policy,
    DiscoveryStatus Discovery,
    IReadOnlyList<TierStatus> Tiers,
    IReadOnlyList<NodeDetails> Nodes,
    IReadOnlyList<NodeTransition> Transitions)
{
    public static ClusterStatus Of(string name, string policy, NodeTable nodes, NodeHealth health, DiscoveryLoop discovery)
    {
        var snapshot = nodes.Current;
        return new ClusterStatus(
            name,
            policy,
            discovery.Status,
            Array.ConvertAll(snapshot.Tiers, tier => new TierStatus(
                tier.Scope,
                tier == snapshot.Tiers[snapshot.Serving],
                Array.ConvertAll(tier.All, static node => node.Address),
                tier.Usable.Length)),
            Array.ConvertAll(snapshot.All, static node => new NodeDetails(
                node.Status(),
                node.State == AlternatorNodeState.Down ? 0 : node.Share,
                node.LatencyShare < 1,
                node.Attempts,
                node.Latency.Totals)),
            health.Transitions.Latest);
    }
}
