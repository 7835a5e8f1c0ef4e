using AlternatorHandler.Nodes;
using AlternatorHandler.Protocol;

namespace AlternatorHandler.Health.SlowNodes;

/// <summary>Compares the latencies of nodes for the operations of one class.</summary>
internal sealed class PeerComparison(LatencyClass latencyClass, TimeProvider timeProvider)
{
    // An older estimate does not describe the current state of the node.
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(30);

    // A node is slow if its latency is more than three times the peer median, and the difference, in milliseconds, exceeds the variation that network and client cause.
    private const double SlowRatio = 3;
    private const double SlowDifference = 5;

    // A node has recovered well below these limits, so that a latency near a limit does not alternate between the two.
    private const double RecoveryRatio = 1.5;
    private const double RecoveryDifference = 2.5;

    // A failure counts as this multiple of the median: far above SlowRatio, so that one failure in three or four attempts makes a node slow.
    private const double CapRatio = 10;

    private double[] _values = [];
    private AlternatorNode[] _nodes = [];
    private int _count;

    public LatencyClass Class => latencyClass;

    /// <summary>Updates the estimates with what requests have recorded, and determines which nodes are slow.</summary>
    public void Update(ReadOnlySpan<AlternatorNode> nodes)
    {
        if (_values.Length < nodes.Length)
        {
            _values = new double[nodes.Length];
            _nodes = new AlternatorNode[nodes.Length];
        }

        UpdateEstimates(nodes);
        SetCaps(nodes);
        Sort(nodes, static estimate => estimate.Score);
        for (var i = 0; i < _count; i++)
        {
            var estimate = _nodes[i].Latency[latencyClass];
            estimate.IsSlow = _count > 1 && IsSlow(estimate, GetMedianWithout(i));
        }
    }

    /// <summary>Gets the median of the node's peers, in milliseconds, or <see langword="null"/> if there are none to compare with.</summary>
    public double? GetPeerMedian(AlternatorNode node)
    {
        var index = Array.IndexOf(_nodes, node, 0, _count);
        return index < 0 || _count < 2 ? null : GetMedianWithout(index);
    }

    private static bool IsSlow(LatencyEstimate estimate, double peerMedian) =>
        estimate.IsSlow
            ? estimate.Score > peerMedian * RecoveryRatio && estimate.Score > peerMedian + RecoveryDifference
            : estimate.Score > peerMedian * SlowRatio && estimate.Score > peerMedian + SlowDifference;

    private void UpdateEstimates(ReadOnlySpan<AlternatorNode> nodes)
    {
        foreach (var node in nodes)
        {
            node.Latency[latencyClass].Drain();
        }

        Sort(nodes, static estimate => estimate.MeanLatency);
        var start = GetMedian();
        var now = timeProvider.GetTimestamp();
        foreach (var node in nodes)
        {
            var estimate = node.Latency[latencyClass];
            estimate.Update(now, timeProvider.GetElapsedTime(estimate.UpdatedAt, now), start, node.Latency.Demotion.Phase == DemotionPhase.Demoted);
            if (timeProvider.GetElapsedTime(estimate.UpdatedAt, now) > MaxAge)
            {
                estimate.Reset();
            }
        }
    }

    /// <remarks>The cap depends on responses only. If failures counted, a cluster that fails as a whole would raise the cap, tenfold each time.</remarks>
    private void SetCaps(ReadOnlySpan<AlternatorNode> nodes)
    {
        Sort(nodes, static estimate => estimate.MeanLatency);
        var cap = Math.Max(LatencyEstimate.MinCap, CapRatio * GetMedian());
        foreach (var node in nodes)
        {
            node.Latency[latencyClass].Cap = cap;
        }
    }

    private void Sort(ReadOnlySpan<AlternatorNode> nodes, Func<LatencyEstimate, double?> select)
    {
        _count = 0;
        foreach (var node in nodes)
        {
            if (select(node.Latency[latencyClass]) is { } value)
            {
                _values[_count] = value;
                _nodes[_count++] = node;
            }
        }

        Array.Sort(_values, _nodes, 0, _count);
    }

    private double GetMedian() => _count == 0 ? 0 : (_values[(_count - 1) / 2] + _values[_count / 2]) / 2;

    private double GetMedianWithout(int index)
    {
        var lower = (_count - 2) / 2;
        var upper = (_count - 1) / 2;
        return (_values[lower < index ? lower : lower + 1] + _values[upper < index ? upper : upper + 1]) / 2;
    }
}
