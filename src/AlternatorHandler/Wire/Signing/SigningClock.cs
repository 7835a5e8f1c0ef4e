namespace AlternatorHandler.Wire.Signing;

/// <summary>How far the cluster's clock is ahead of this machine's, as far as signing has had to learn it. One per cluster: handlers come and go.</summary>
internal sealed class SigningClock
{
    // A node allows 15 minutes either way. A correction of less than this can't be why it refused, and isn't worth another attempt.
    private static readonly TimeSpan SmallestCorrection = TimeSpan.FromMinutes(1);

    // A reply mustn't be able to move the clock out of the calendar, where every later request would fail.
    private static readonly TimeSpan LargestOffset = TimeSpan.FromDays(36_500);

    private long _offsetTicks;

    /// <summary>Gets what is added to this machine's time. Negative when the cluster is behind.</summary>
    public TimeSpan Offset => TimeSpan.FromTicks(Volatile.Read(ref _offsetTicks));

    /// <summary>Whether signing with <paramref name="learned"/> instead of <paramref name="used"/> would make a difference.</summary>
    public static bool IsCorrection(TimeSpan used, TimeSpan learned) =>
        (learned - used).Duration() >= SmallestCorrection && learned.Duration() <= LargestOffset;

    /// <summary>Takes over an offset and says whether it is news: requests that failed together all learn the same.</summary>
    public bool Learn(TimeSpan offset)
    {
        var previous = TimeSpan.FromTicks(Interlocked.Exchange(ref _offsetTicks, offset.Ticks));
        return IsCorrection(previous, offset);
    }
}
