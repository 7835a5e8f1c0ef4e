using System.Collections.Concurrent;

namespace AlternatorHandler.Requests;

/// <summary>Combines the reasons that end an attempt from outside into one token: the caller, the deadline, and the node going down.</summary>
internal readonly struct AttemptCancellation : IDisposable
{
    // As many as there may be attempts at once in a busy process; more are left to the garbage collector.
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

        // Only a source on the system's time can be reset.
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

    /// <summary>Gets a value indicating whether the deadline is too early to be evidence against the node.</summary>
    public bool IsTruncated { get; }

    public bool CancelledByCaller => _caller.IsCancellationRequested;

    public bool NodeWentDown => !CancelledByCaller && _nodeDown.IsCancellationRequested;

    public bool TimedOut => !CancelledByCaller && !NodeWentDown && _source.IsCancellationRequested;

    public void Dispose()
    {
        // Disposing a registration waits for a callback that is running: after both, nothing can cancel a pooled source any more.
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

/// <summary>Represents how long one attempt may take.</summary>
/// <param name="Limit">The time until the attempt is given up.</param>
/// <param name="IsTruncated">Whether the request's own time ends so early in the attempt that silence is no evidence against the node.</param>
internal readonly record struct AttemptDeadline(TimeSpan Limit, bool IsTruncated)
{
    // A healthy node may be silent for a part of what an attempt is granted. Half of it is the least that is evidence:
    // the first attempt of a request whose total is that of one attempt must count.
    private const double LeastShare = 0.5;

    /// <summary>Creates the deadline of an attempt that begins now.</summary>
    /// <param name="granted">The time that an attempt of its kind is granted.</param>
    /// <param name="left">The time that the request has left.</param>
    public static AttemptDeadline Create(TimeSpan granted, TimeSpan left)
    {
        var limit = left < granted ? left : granted;
        return new AttemptDeadline(limit > TimeSpan.Zero ? limit : TimeSpan.Zero, limit < granted * LeastShare);
    }
}
