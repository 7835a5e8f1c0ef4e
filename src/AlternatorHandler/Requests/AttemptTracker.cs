using System.Collections.Concurrent;
using AlternatorHandler.Health;
using AlternatorHandler.Options;
using AlternatorHandler.Outcomes;
using AlternatorHandler.Telemetry;
using Microsoft.Extensions.Logging;

namespace AlternatorHandler.Requests;

/// <summary>Begins and ends attempts: applies the changes that an attempt makes to its message and its node, and reports the outcome, in one place.</summary>
internal sealed class AttemptTracker(
    string clusterName,
    NodeHealth health,
    LiveOptions options,
    AlternatorMetrics metrics,
    TimeProvider timeProvider,
    ILogger logger,
    CancellationToken disposed)
{
    /// <summary>Records that a failed attempt is followed by another one.</summary>
    public void RecordRetry(AlternatorCall call, in AttemptOutcome failed)
    {
        metrics.RecordRetry(clusterName, failed.Kind.GetName());
        Log.AttemptFailed(logger, call.Failures.Count, call.Operation.Name, call.Failures[^1].Node.Name, failed.Reason);
        if (!call.HasTraceHeaders)
        {
            TraceHeaders.Remove(call.Request);
        }
    }

    /// <summary>Begins an attempt: sets its deadline, addresses the message to the node, and counts the attempt as in flight.</summary>
    public NodeAttempt Begin(AlternatorCall call, AlternatorNode node)
    {
        var started = timeProvider.GetTimestamp();
        var current = options.Current;
        var deadline = AttemptDeadline.Create(
            node.State == AlternatorNodeState.Down ? current.HealthProbe.Timeout : current.Retry.AttemptTimeout,
            current.Retry.TotalTimeout - timeProvider.GetElapsedTime(call.Started, started));
        call.Node = node;
        call.Request.RequestUri = node.GetUri(call.Uri);
        var connects = node.Latency.Connects;
        node.BeginAttempt(started);
        return new NodeAttempt(node, started, connects, new AttemptCancellation(deadline, timeProvider, node.DownToken, call.CancellationToken));
    }

    /// <summary>Classifies the failure of an attempt.</summary>
    public AttemptOutcome Classify(Exception exception, in NodeAttempt attempt) => disposed.IsCancellationRequested && !attempt.Cancellation.CancelledByCaller
        ? new AttemptOutcome(AlternatorAttemptOutcome.Abandoned, null, new ObjectDisposedException("IAlternatorCluster", "The cluster was disposed during the request."), "the cluster was disposed")
        : OutcomeClassifier.FromException(exception, attempt.Cancellation, attempt.Node);

    /// <summary>Ends an attempt and reports its outcome to node health, telemetry and the call.</summary>
    /// <returns>The outcome, with the time that the attempt took.</returns>
    public AttemptOutcome End(AlternatorCall call, in NodeAttempt attempt, in AttemptOutcome outcome)
    {
        var now = timeProvider.GetTimestamp();
        var duration = timeProvider.GetElapsedTime(attempt.Started, now);
        var node = attempt.Node;
        if (outcome.Response is not null)
        {
            node.RecordResponse(now);
        }

        node.EndAttempt();
        if (outcome.Kind != AlternatorAttemptOutcome.Answered)
        {
            call.AddFailure(new FailedAttempt(node, outcome.Kind, outcome.Reason, duration));
        }

        health.Report(node, call.Operation, outcome, duration, attempt.Connects, attempt.Cancellation.NodeWentDown);
        call.Telemetry?.RecordAttempt(node, outcome.Kind, duration);
        return outcome with { Duration = duration };
    }
}

/// <summary>Represents an attempt in flight.</summary>
/// <param name="Node">The node that receives the attempt.</param>
/// <param name="Started">The timestamp at which the attempt began.</param>
/// <param name="Connects">The value of <see cref="Nodes.NodeLatency.Connects"/> at that time.</param>
/// <param name="Cancellation">The cancellation of the attempt.</param>
internal readonly record struct NodeAttempt(AlternatorNode Node, long Started, int Connects, AttemptCancellation Cancellation) : IDisposable
{
    public CancellationToken Token => Cancellation.Token;

    public void Dispose() => Cancellation.Dispose();
}

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
