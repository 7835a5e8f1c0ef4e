namespace AlternatorHandler.AspNetCore.Sampling;

/// <summary>What a node's counters were in the last minute.</summary>
internal sealed class NodeHistory
{
    /// <summary>How many latencies are kept.</summary>
    public const int Capacity = 60;

    // Traffic is that of ten intervals: long enough for a share that does not jump, short enough to see a node fall out.
    private const int Window = 10;

    private readonly Queue<(long Timestamp, long Attempts, Responses Latency)> _samples = new();
    private readonly Queue<double?> _latencies = new();
    private Responses _last;

    /// <summary>Gets the mean time of the answers between two samples, in milliseconds, the latest last.</summary>
    public IReadOnlyList<double?> Latencies => [.. _latencies];

    public void Add(long timestamp, AlternatorNodeStatus node)
    {
        if (_samples.Count > 0)
        {
            _latencies.Enqueue(Mean(_last, Responses.Of(node)));
        }

        _last = Responses.Of(node);
        _samples.Enqueue((timestamp, node.Attempts, Responses.Of(node)));
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
    public RecentTraffic Recent(long timestamp, AlternatorNodeStatus node, TimeProvider time)
    {
        if (!_samples.TryPeek(out var oldest))
        {
            return new RecentTraffic(0, 0, null);
        }

        // The counter begins again at 0 now and then; the difference does not mind.
        var attempts = unchecked((uint)node.Attempts - (uint)oldest.Attempts);
        var elapsed = time.GetElapsedTime(oldest.Timestamp, timestamp).TotalSeconds;
        return new RecentTraffic(attempts, elapsed > 0 ? attempts / elapsed : 0, Mean(oldest.Latency, Responses.Of(node)));
    }

    private static double? Mean(Responses from, Responses to) =>
        to.Count > from.Count ? Math.Round((to.Time - from.Time).TotalMilliseconds / (to.Count - from.Count), 3) : null;

    private readonly record struct Responses(long Count, TimeSpan Time)
    {
        public static Responses Of(AlternatorNodeStatus node) => new(node.Responses, node.ResponseTime);
    }
}
