using AlternatorHandler.Nodes;
using AlternatorHandler.Outcomes;


namespace AlternatorHandler.Requests;

/// <summary>How long to wait before the next attempt.</summary>
internal static class RetryDelay
{
    // The AWS SDK's base delay for transient errors since 2026.
    private static readonly TimeSpan Base = TimeSpan.FromMilliseconds(25);

    // Rates are limited by the second: sooner is a wasted attempt.
    private static readonly TimeSpan ThrottlingBase = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <param name="failed">What failed.</param>
    /// <param name="retry">The number of the retry, from 0.</param>
    /// <returns>No time for the first move to another node; full jitter after that; for throttling at least half of a doubling delay.</returns>
    public static TimeSpan Get(AttemptKind failed, int retry)
    {
        var longest = GetMaximum(failed, retry);
        return longest == TimeSpan.Zero ? TimeSpan.Zero
            : failed == AttemptKind.Throttled ? (longest / 2) + (longest / 2 * Randomizer.Shared.NextDouble())
            : longest * Randomizer.Shared.NextDouble();
    }

    /// <summary>What <see cref="Get"/> does not exceed.</summary>
    public static TimeSpan GetMaximum(AttemptKind failed, int retry) =>
        failed == AttemptKind.Throttled ? Doubled(ThrottlingBase, retry)
        : retry == 0 ? TimeSpan.Zero
        : Doubled(Base, retry - 1);

    private static TimeSpan Doubled(TimeSpan delay, int times) => TimeSpan.FromMilliseconds(Math.Min(delay.TotalMilliseconds * Math.Pow(2, times), Longest.TotalMilliseconds));
}
