using System.Diagnostics.CodeAnalysis;
using AlternatorHandler.Options;

namespace AlternatorHandler.Requests;

/// <summary>Allows retries for a fraction of the requests of the last ten seconds, plus a fixed number per second.</summary>
/// <remarks>
/// Without a budget, an outage multiplies the load on the remaining nodes: four attempts per request are four times the traffic.
/// There are ten buckets of one second each; the request path increments one of them.
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
    public void RecordRequest(long now) => Interlocked.Increment(ref GetBucket(GetSecond(now)).Requests);

    /// <summary>Takes one retry out of the budget.</summary>
    /// <returns><see langword="false"/> if the budget is exhausted.</returns>
    public bool TryConsume(long now)
    {
        var second = GetSecond(now);
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

        // Concurrent callers may each exceed the budget by one retry: it limits retry storms and need not be exact.
        if (retries >= (requests * budget.BudgetRatio) + (budget.BudgetFloorPerSecond * Seconds))
        {
            return false;
        }

        Interlocked.Increment(ref GetBucket(second).Retries);
        return true;
    }

    // Seconds count from 1; 0 marks an unused bucket.
    private long GetSecond(long now) => 1 + ((now - _start) / _timeProvider.TimestampFrequency);

    private ref Bucket GetBucket(long second)
    {
        ref var bucket = ref _buckets[second % Seconds];
        var found = Volatile.Read(ref bucket.Second);
        if (found < second && Interlocked.CompareExchange(ref bucket.Second, second, found) == found)
        {
            // Counts that other threads add between the exchange and this line are lost: a handful of requests, once a second.
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
