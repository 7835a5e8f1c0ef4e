using System.Collections.Concurrent;

namespace AlternatorHandler.Requests;

/// <summary>Combines everything that can cancel an attempt into one token: the caller, the deadline, and a change of the node's state to down.</summary>
internal readonly struct AttemptCancellation : IDisposable
{
    // About the number of concurrent attempts in a busy process. Sources beyond that are left to the garbage collector.
    private const int MaxPooled = 256;

    private static readonly ConcurrentQueue<CancellationTokenSource> Pool = new();

    private readonly CancellationTokenSource _source;
    private readonly CancellationToken _caller;
    private readonly CancellationToken _nodeDown;
    private readonly CancellationTokenRegistration _callerRegistration;
    private readonly CancellationTokenRegistration _nodeRegistration;
    private readonly bool _isPooled;

    public AttemptCancellation(AttemptDeadline deadline, TimeProvider timeProvider, CancellationToken nodeDown, CancellationToken caller)
    {
        IsTruncated = deadline.IsTruncated;

        // Only a source that uses the system's time can be reset.
        _isPooled = timeProvider == TimeProvider.System;
        _source = !_isPooled ? new CancellationTokenSource(deadline.Limit, timeProvider) : Pool.TryDequeue(out var pooled) ? pooled : new CancellationTokenSource();
        if (_isPooled)
        {
            _source.CancelAfter(deadline.Limit);
        }

        _caller = caller;
        _nodeDown = nodeDown;
        _callerRegistration = caller.UnsafeRegister(Cancel, _source);
        _nodeRegistration = nodeDown.UnsafeRegister(Cancel, _source);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Gets a value indicating whether the deadline is too early to count as evidence against the node.</summary>
    public bool IsTruncated { get; }

    public bool CancelledByCaller => _caller.IsCancellationRequested;

    public bool NodeWentDown => !CancelledByCaller && _nodeDown.IsCancellationRequested;

    public bool TimedOut => !CancelledByCaller && !NodeWentDown && _source.IsCancellationRequested;

    public void Dispose()
    {
        // Disposing a registration waits for a running callback, so nothing can cancel the source after it returns to the pool.
        _callerRegistration.Dispose();
        _nodeRegistration.Dispose();
        if (_isPooled && Pool.Count < MaxPooled && _source.TryReset())
        {
            Pool.Enqueue(_source);
        }
        else
        {
            _source.Dispose();
        }
    }

    private static void Cancel(object? source) => ((CancellationTokenSource)source!).Cancel();
}

/// <summary>Represents the time limit of one attempt.</summary>
/// <param name="Limit">The time after which the attempt is cancelled.</param>
/// <param name="IsTruncated">Whether the request's total time ends so early in the attempt that a missing response is not evidence against the node.</param>
internal readonly record struct AttemptDeadline(TimeSpan Limit, bool IsTruncated)
{
    // A healthy node may need a part of the granted time to respond. Half of that time is the smallest part that counts as evidence:
    // the first attempt of a request whose total time equals that of one attempt must count.
    private const double MinEvidenceRatio = 0.5;

    /// <summary>Creates the deadline of an attempt that begins now.</summary>
    /// <param name="granted">The time limit of attempts of this kind.</param>
    /// <param name="remaining">The time that remains for the request.</param>
    public static AttemptDeadline Create(TimeSpan granted, TimeSpan remaining)
    {
        var limit = remaining < granted ? remaining : granted;
        return new AttemptDeadline(limit > TimeSpan.Zero ? limit : TimeSpan.Zero, limit < granted * MinEvidenceRatio);
    }
}
