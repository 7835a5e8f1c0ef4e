using System.Diagnostics.CodeAnalysis;
using AlternatorHandler.Options;

namespace AlternatorHandler.Requests;

/// <summary>Allows retries for a share of the requests of the last ten seconds, and some more a second.</summary>
/// <remarks>
/// Without a budget an outage multiplies the load on what is left: four attempts a request are four times the traffic.
/// Ten buckets of a second each; the request path adds to one of them.
/// </remarks>
internal sealed class RetryBudget
{
    private const int Seconds = 10;

    private readonly Bucket[] _buckets = new Bucket[Seconds];
    private readonly LiveOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly long _start;

    public RetryBudget(LiveOptions options, TimeProvider timeProvider)
    {
        _options = options;
        _timeProvider = timeProvider;
        _start = timeProvider.GetTimestamp();
    }

    /// <summary>Counts a request.</summary>
    public void RecordRequest(long now) => Interlocked.Increment(ref BucketAt(Second(now)).Requests);

    /// <summary>Takes one retry out of the budget.</summary>
    /// <returns><see langword="false"/> if nothing is left.</returns>
    public bool TryRetry(long now)
    {
        var second = Second(now);
        long requests = 0;
        long retries = 0;
        foreach (ref var bucket in _buckets.AsSpan())
        {
            if (Volatile.Read(ref bucket.Second) > second - Seconds)
            {
                requests += Volatile.Read(ref bucket.Requests);
                retries += Volatile.Read(ref bucket.Retries);
            }
        }

        var budget = _options.Current.Retry;

        // Callers that read the sums at the same moment may overdraw by one each: the budget bounds a storm, not a count.
        if (retries >= (requests * budget.BudgetRatio) + (budget.BudgetFloorPerSecond * Seconds))
        {
            return false;
        }

        Interlocked.Increment(ref BucketAt(second).Retries);
        return true;
    }

    // Seconds count from 1: 0 marks a bucket that was never used.
    private long Second(long now) => 1 + ((now - _start) / _timeProvider.TimestampFrequency);

    private ref Bucket BucketAt(long second)
    {
        ref var bucket = ref _buckets[second % Seconds];
        var seen = Volatile.Read(ref bucket.Second);
        if (seen < second && Interlocked.CompareExchange(ref bucket.Second, second, seen) == seen)
        {
            // What others count between the exchange and here is lost: once a second, a handful of requests.
            Volatile.Write(ref bucket.Requests, 0);
            Volatile.Write(ref bucket.Retries, 0);
        }

        return ref bucket;
    }

    [SuppressMessage("Style", "IDE0044", Justification = "The fields are written by reference.")]
    private struct Bucket
    {
        public long Second;
        public long Requests;
        public long Retries;
    }
}
