namespace AlternatorHandler.Nodes;

/// <summary>Attempts that ended since somebody last looked: how many, and how long they took in all. Requests add to it with one atomic operation.</summary>
internal sealed class LatencyWindow
{
    // Count and sum share a word, so that they are taken together. A million attempts between two looks, or a hundred days, would be too many.
    private const int CountBits = 20;

    private long _answered;
    private long _failed;

    public void Answered(TimeSpan duration) => Interlocked.Add(ref _answered, (duration.Ticks / TimeSpan.TicksPerMicrosecond << CountBits) + 1);

    public void Failed() => Interlocked.Increment(ref _failed);

    /// <summary>Takes what was added out of the window.</summary>
    public (long Answered, long Failed, double MeanMilliseconds) Take()
    {
        var answered = Interlocked.Exchange(ref _answered, 0);
        var failed = Interlocked.Exchange(ref _failed, 0);
        var count = answered & ((1 << CountBits) - 1);
        return (count, failed, count == 0 ? 0 : (answered >> CountBits) / 1000.0 / count);
    }
}
