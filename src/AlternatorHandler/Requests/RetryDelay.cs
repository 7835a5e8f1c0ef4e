using AlternatorHandler.Nodes;

namespace AlternatorHandler.Requests;

/// <summary>Computes the delay before the next attempt.</summary>
internal static class RetryDelay
{
    // The base delay of the AWS SDK for transient errors, since 2026.
    private static readonly TimeSpan Base = TimeSpan.FromMilliseconds(25);

    // Rate limits apply per second, so an earlier attempt would be wasted.
    private static readonly TimeSpan ThrottlingBase = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(5);

    /// <summary>Gets the delay before a retry, with jitter.</summary>
    /// <param name="failed">The outcome of the failed attempt.</param>
    /// <param name="retry">The number of the retry, from 0.</param>
    /// <returns>Zero for the first retry, and a delay with full jitter for further retries. After throttling, at least half of a delay that doubles with each retry.</returns>
    public static TimeSpan Get(AlternatorAttemptOutcome failed, int retry)
    {
        var maximum = GetMaximum(failed, retry);
        return maximum == TimeSpan.Zero ? TimeSpan.Zero
            : failed == AlternatorAttemptOutcome.Throttled ? (maximum / 2) + (maximum / 2 * Randomizer.Shared.NextDouble())
            : maximum * Randomizer.Shared.NextDouble();
    }

    /// <summary>Gets the maximum of what <see cref="Get"/> returns.</summary>
    public static TimeSpan GetMaximum(AlternatorAttemptOutcome failed, int retry) =>
        failed == AlternatorAttemptOutcome.Throttled ? GetExponential(ThrottlingBase, retry)
        : retry == 0 ? TimeSpan.Zero
        : GetExponential(Base, retry - 1);

    private static TimeSpan GetExponential(TimeSpan delay, int times) => TimeSpan.FromMilliseconds(Math.Min(delay.TotalMilliseconds * Math.Pow(2, times), MaxDelay.TotalMilliseconds));
}
