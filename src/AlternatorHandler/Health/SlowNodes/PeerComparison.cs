using AlternatorHandler.Nodes;
using AlternatorHandler.Protocol;



namespace AlternatorHandler.Health.SlowNodes;

/// <summary>Compares nodes by how long they take for the operations of one class.</summary>
internal sealed class PeerComparison(LatencyClass latencyClass, TimeProvider timeProvider)
{
    // What is older says nothing about the node as it is now.
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(30);

    // Much slower: more than three times, and by a difference that is neither the network's jitter nor the client's.
    private const double SlowRatio = 3;
    private const double SlowDifference = 5;

    // Like the others again: well below that, so that a node on the border stays on one side of it.
    private const double LikeRatio = 1.5;
    private const double LikeDifference = 2.5;

    // What a failure counts as, in medians: far above SlowRatio, so that one in three or four makes a node slow.
    private const double CeilingRatio = 10;

    private double[] _values = [];
    private AlternatorNode[] _nodes = [];
    private int _count;

    public LatencyClass Class => latencyClass;

    /// <summary>Takes what requests reported, and finds which nodes are slow.</summary>
    public void Update(ReadOnlySpan<AlternatorNode> nodes)
    {
        if (_values.Length < nodes.Length)
        {
            _values = new double[nodes.Length];
            _nodes = new AlternatorNode[nodes.Length];
        }

        Estimate(nodes);
        SetCeilings(nodes);
        Sort(nodes, static estimate => estimate.Score);
        for (var i = 0; i < _count; i++)
        {
            var estimate = _nodes[i].Latency[latencyClass];
            estimate.IsSlow = _count > 1 && IsSlow(estimate, MedianWithout(i));
        }
    }

    /// <summary>Gets the median of the node's peers, in milliseconds, or <see langword="null"/> if nothing can be compared.</summary>
    public double? PeersOf(AlternatorNode node)
    {
        var index = Array.IndexOf(_nodes, node, 0, _count);
        return index < 0 || _count < 2 ? null : MedianWithout(index);
    }

    private static bool IsSlow(LatencyEstimate estimate, double peers) =>
        estimate.IsSlow
            ? estimate.Score > peers * LikeRatio && estimate.Score > peers + LikeDifference
            : estimate.Score > peers * SlowRatio && estimate.Score > peers + SlowDifference;

    private void Estimate(ReadOnlySpan<AlternatorNode> nodes)
    {
        foreach (var node in nodes)
        {
            node.Latency[latencyClass].Take();
        }

        Sort(nodes, static estimate => estimate.Answers);
        var start = Median();
        var now = timeProvider.GetTimestamp();
        foreach (var node in nodes)
        {
            var estimate = node.Latency[latencyClass];
            estimate.Update(now, timeProvider.GetElapsedTime(estimate.At, now), start, node.Latency.Demotion.Phase == DemotionPhase.Demoted);
            if (timeProvider.GetElapsedTime(estimate.At, now) > MaxAge)
            {
                estimate.Forget();
            }
        }
    }

    /// <remarks>By answers alone. If failures counted, a cluster that fails as a whole would raise its own penalty, tenfold each time.</remarks>
    private void SetCeilings(ReadOnlySpan<AlternatorNode> nodes)
    {
        Sort(nodes, static estimate => estimate.Answers);
        var ceiling = Math.Max(LatencyEstimate.LowestCeiling, CeilingRatio * Median());
        foreach (var node in nodes)
        {
            node.Latency[latencyClass].Ceiling = ceiling;
        }
    }

    private void Sort(ReadOnlySpan<AlternatorNode> nodes, Func<LatencyEstimate, double?> value)
    {
        _count = 0;
        foreach (var node in nodes)
        {
            if (value(node.Latency[latencyClass]) is { } known)
            {
                _values[_count] = known;
                _nodes[_count++] = node;
            }
        }

        Array.Sort(_values, _nodes, 0, _count);
    }

    private double Median() => _count == 0 ? 0 : (_values[(_count - 1) / 2] + _values[_count / 2]) / 2;

    private double MedianWithout(int index)
    {
        var lower = (_count - 2) / 2;
        var upper = (_count - 1) / 2;
        return (_values[lower < index ? lower : lower + 1] + _values[upper < index ? upper : upper + 1]) / 2;
    }
}
