using AlternatorHandler.Nodes;



namespace AlternatorHandler.AspNetCore.Sampling;

/// <summary>What a node's counters were in the last minute.</summary>
internal sealed class NodeHistory
{
    /// <summary>How many latencies are kept.</summary>
    public const int Capacity = 60;

    // Traffic is that of ten intervals: long enough for a share that does not jump, short enough to see a node fall out.
    private const int Window = 10;

    private readonly Queue<(long Timestamp, uint Attempts, LatencyTotals Latency)> _samples = new();
    private readonly Queue<double?> _latencies = new();
    private LatencyTotals _last;

    /// <summary>Gets the mean time of the answers between two samples, in milliseconds, the latest last.</summary>
    public IReadOnlyList<double?> Latencies => [.. _latencies];

    public void Add(long timestamp, NodeDetails node)
    {
        if (_samples.Count > 0)
        {
            _latencies.Enqueue(Mean(_last, node.Latency));
        }

        _last = node.Latency;
        _samples.Enqueue((timestamp, node.Attempts, node.Latency));
        while (_samples.Count > Window + 1)
        {
            _samples.Dequeue();
        }

        while (_latencies.Count > Capacity)
        {
            _latencies.Dequeue();
        }
    }

    /// <summary>What happened since the oldest sample of the window.</summary>
    public RecentTraffic Recent(long timestamp, NodeDetails node, TimeProvider time)
    {
        if (!_samples.TryPeek(out var oldest))
        {
            return new RecentTraffic(0, 0, null);
        }

        // The counter begins again at 0 now and then; the difference does not mind.
        var attempts = unchecked(node.Attempts - oldest.Attempts);
        var elapsed = time.GetElapsedTime(oldest.Timestamp, timestamp).TotalSeconds;
        return new RecentTraffic(attempts, elapsed > 0 ? attempts / elapsed : 0, Mean(oldest.Latency, node.Latency));
    }

    private static double? Mean(LatencyTotals from, LatencyTotals to) =>
        to.Answers > from.Answers ? Math.Round((to.Milliseconds - from.Milliseconds) / (to.Answers - from.Answers), 3) : null;
}
