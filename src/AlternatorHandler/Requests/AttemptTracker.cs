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
    public void Retry(AlternatorCall call, in AttemptOutcome failed)
    {
        metrics.Retry(clusterName, failed.Kind.Name());
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
        call.Request.RequestUri = node.UriFor(call.Uri);
        var connects = node.Latency.Connects;
        node.BeginExchange(started);
        return new NodeAttempt(node, started, connects, new AttemptCancellation(deadline, timeProvider, node.GoesDown, call.CancellationToken));
    }

    /// <summary>Classifies the failure of an attempt.</summary>
    public AttemptOutcome Classify(Exception exception, in NodeAttempt attempt) => disposed.IsCancellationRequested && !attempt.Cancellation.CancelledByCaller
        ? new AttemptOutcome(AttemptKind.Abandoned, null, new ObjectDisposedException("IAlternatorCluster", "The cluster was disposed during the request."), "the cluster was disposed")
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
            node.Answered(now);
        }

        node.EndExchange();
        if (outcome.Kind != AttemptKind.Answered)
        {
            call.AddFailure(new FailedAttempt(node, outcome.Kind, outcome.Reason, duration));
        }

        health.Report(node, call.Operation, outcome, duration, attempt.Connects, attempt.Cancellation.NodeWentDown);
        call.Telemetry?.Attempted(node, outcome.Kind.Name(), duration);
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
