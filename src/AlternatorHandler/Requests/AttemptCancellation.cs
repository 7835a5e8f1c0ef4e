using System.Collections.Concurrent;

namespace AlternatorHandler.Requests;

/// <summary>The reasons that end an attempt from outside, in one token: the caller, the attempt's time, and the node going down.</summary>
internal readonly struct AttemptCancellation : IDisposable
{
    // As many as there may be attempts at once in a busy process; more are left to the collector.
    private const int MaxPooled = 256;

    private static readonly ConcurrentQueue<CancellationTokenSource> Pool = new();

    private readonly CancellationTokenSource _source;
    private readonly CancellationToken _caller;
    private readonly CancellationToken _nodeGoesDown;
    private readonly CancellationTokenRegistration _callerRegistration;
    private readonly CancellationTokenRegistration _nodeRegistration;
    private readonly bool _isPooled;

    public AttemptCancellation(TimeSpan timeout, TimeProvider timeProvider, CancellationToken nodeGoesDown, CancellationToken caller)
    {
        // Only a source on the system's time can be reset.
        _isPooled = timeProvider == TimeProvider.System;
        _source = !_isPooled ? new CancellationTokenSource(timeout, timeProvider) : Pool.TryDequeue(out var pooled) ? pooled : new CancellationTokenSource();
        if (_isPooled)
        {
            _source.CancelAfter(timeout);
        }

        _caller = caller;
        _nodeGoesDown = nodeGoesDown;
        _callerRegistration = caller.UnsafeRegister(Cancel, _source);
        _nodeRegistration = nodeGoesDown.UnsafeRegister(Cancel, _source);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Gets a value indicating whether the time is too short for its end to say anything about the node.</summary>
    public bool IsShort { get; init; }

    public bool IsByCaller => _caller.IsCancellationRequested;

    public bool IsByNode => !IsByCaller && _nodeGoesDown.IsCancellationRequested;

    public bool IsByTime => !IsByCaller && !IsByNode && _source.IsCancellationRequested;

    public void Dispose()
    {
        // Disposing a registration waits for a callback that is running: after both, nobody can cancel a pooled source any more.
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
