using AlternatorHandler;

namespace FailoverDemo;

/// <summary>Combines the state of each node with its traffic, in total and during the last second. Only one report may use it.</summary>
internal sealed class NodeOverview(IAlternatorCluster cluster, NodeTraffic traffic, TimeProvider timeProvider)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private readonly Queue<(long Time, Dictionary<Uri, NodeCounts> Counts)> _samples = new();

    public IReadOnlyList<NodeRow> Read()
    {
        var nodes = cluster.Nodes;
        var now = timeProvider.GetTimestamp();
        var counts = nodes.ToDictionary(node => node.Address, node => traffic.Get(node.Address));
        _samples.Enqueue((now, counts));
        while (_samples.Count > 2 && timeProvider.GetElapsedTime(_samples.ElementAt(1).Time, now) >= Window)
        {
            _samples.Dequeue();
        }

        var before = _samples.Peek().Counts;
        var recent = counts.ToDictionary(pair => pair.Key, pair => pair.Value - before.GetValueOrDefault(pair.Key));
        var sum = recent.Values.Sum(count => count.Completed);
        return [.. nodes.Select(node => CreateRow(node, counts[node.Address], recent[node.Address], sum))];
    }

    private static NodeRow CreateRow(AlternatorNodeStatus node, NodeCounts total, NodeCounts recent, long sum) => new(
        node,
        total,
        sum == 0 ? null : (double)recent.Completed / sum,
        recent.Exchanges == 0 ? null : TimeSpan.FromSeconds(recent.Seconds / recent.Exchanges));
}

/// <summary>Represents one node in a report.</summary>
/// <param name="Status">The state of the node as the handler reports it.</param>
/// <param name="Total">The traffic since the start.</param>
/// <param name="Share">The share of the requests of the last second, or <see langword="null"/> if there were none.</param>
/// <param name="Latency">The mean duration of the requests of the last second, or <see langword="null"/> if there were none.</param>
internal sealed record NodeRow(AlternatorNodeStatus Status, NodeCounts Total, double? Share, TimeSpan? Latency)
{
    public string Name => NodeKey.From(Status.Address).ToString();
}
