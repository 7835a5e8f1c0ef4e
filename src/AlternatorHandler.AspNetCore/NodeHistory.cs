namespace AlternatorHandler.AspNetCore;

/// <summary>Keeps the counters of a node over the last minute.</summary>
internal sealed class NodeHistory(TimeProvider time)
{
    // Ten intervals: long enough for a steady share of traffic, short enough to show quickly that a node receives no more requests.
    private const int Window = 10;
    private const int LatencyCount = 60;

    private readonly Queue<Sample> _samples = new();
    private readonly Queue<double?> _latencies = new();
    private Sample _last;

    /// <summary>Gets the mean duration of the responses between two samples, in milliseconds, the latest last.</summary>
    public IReadOnlyList<double?> Latencies => [.. _latencies];

    public void Add(AlternatorNodeStatus node)
    {
        var sample = CreateSample(node);
        if (_samples.Count > 0)
        {
            _latencies.Enqueue(GetTraffic(_last, sample).MeanMilliseconds);
        }

        _last = sample;
        _samples.Enqueue(sample);
        while (_samples.Count > Window + 1)
        {
            _samples.Dequeue();
        }

        while (_latencies.Count > LatencyCount)
        {
            _latencies.Dequeue();
        }
    }

    /// <summary>Gets the traffic since the oldest sample of the window.</summary>
    public RecentTraffic GetRecent(AlternatorNodeStatus node) => _samples.TryPeek(out var oldest) ? GetTraffic(oldest, CreateSample(node)) : default;

    private Sample CreateSample(AlternatorNodeStatus node) => new(time.GetTimestamp(), node.Attempts, node.Responses, node.ResponseTime);

    private RecentTraffic GetTraffic(Sample from, Sample to)
    {
        // The counter restarts at 0 after four billion attempts; the difference is correct nevertheless.
        var attempts = unchecked((uint)to.Attempts - (uint)from.Attempts);
        var elapsed = time.GetElapsedTime(from.Timestamp, to.Timestamp).TotalSeconds;
        return new RecentTraffic(attempts, elapsed > 0 ? attempts / elapsed : 0, to.Responses - from.Responses, to.ResponseTime - from.ResponseTime);
    }

    private readonly record struct Sample(long Timestamp, long Attempts, long Responses, TimeSpan ResponseTime);
}

/// <summary>Describes the traffic of a node, or of all nodes, over some seconds.</summary>
internal readonly record struct RecentTraffic(long Attempts, double AttemptsPerSecond, long Responses, TimeSpan ResponseTime)
{
    /// <summary>Gets the mean duration of the responses, or <see langword="null"/> if there were none.</summary>
    public double? MeanMilliseconds => Responses > 0 ? Math.Round(ResponseTime.TotalMilliseconds / Responses, 3) : null;

    public RecentTraffic Add(RecentTraffic other) => new(
        Attempts + other.Attempts,
        AttemptsPerSecond + other.AttemptsPerSecond,
        Responses + other.Responses,
        ResponseTime + other.ResponseTime);
}
