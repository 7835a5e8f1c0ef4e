using AlternatorHandler;

namespace Quickstart;

/// <summary>Looks at the nodes at intervals and compares each look with the one a second ago. One report uses it.</summary>
internal sealed class NodeOverview(IAlternatorCluster cluster, NodeTraffic traffic, TimeProvider timeProvider)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private readonly Queue<(long At, Dictionary<Uri, NodeCounts> Counts)> _looks = new();

    public IReadOnlyList<NodeRow> Look()
    {
        var nodes = cluster.Nodes;
        var now = timeProvider.GetTimestamp();
        var counts = nodes.ToDictionary(node => node.Address, node => traffic.Of(node.Address));
        _looks.Enqueue((now, counts));
        while (_looks.Count > 2 && timeProvider.GetElapsedTime(_looks.ElementAt(1).At, now) >= Window)
        {
            _looks.Dequeue();
        }

        var before = _looks.Peek().Counts;
        var recent = counts.ToDictionary(pair => pair.Key, pair => pair.Value - before.GetValueOrDefault(pair.Key));
        var sum = recent.Values.Sum(count => count.Answered);
        return [.. nodes.Select(node => RowOf(node, counts[node.Address], recent[node.Address], sum))];
    }

    private static NodeRow RowOf(AlternatorNodeStatus node, NodeCounts total, NodeCounts recent, long sum) => new(
        node,
        total,
        sum == 0 ? null : (double)recent.Answered / sum,
        recent.Exchanges == 0 ? null : TimeSpan.FromSeconds(recent.Seconds / recent.Exchanges));
}
