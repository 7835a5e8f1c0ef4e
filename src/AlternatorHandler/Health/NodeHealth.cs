using AlternatorHandler.Nodes;
using AlternatorHandler.Outcomes;
using AlternatorHandler.Protocol;

namespace AlternatorHandler.Health;

/// <summary>Receives the outcome of each attempt and applies it to the state of the node. It is the only way from requests into health.</summary>
internal sealed class NodeHealth(NodeTable nodes, NodeStateMachine states, NodeBreakers breakers)
{
    // When a quorum is lost, all coordinators return 500. A node is at fault only if it returns 500 much more often than the others.
    private const double MinExcessErrorRate = 0.2;

    /// <summary>Occurs when a connection to a node is lost, so that the node list may be out of date.</summary>
    public event Action? ConnectionLost;

    /// <summary>Records the end of an attempt.</summary>
    /// <param name="node">The node.</param>
    /// <param name="operation">The operation of the request.</param>
    /// <param name="outcome">The outcome of the attempt.</param>
    /// <param name="duration">The time from the start of sending to the last byte of the response.</param>
    /// <param name="connects"><see cref="NodeLatency.Connects"/> when the attempt began.</param>
    /// <param name="nodeWentDown">Whether the node went down during the attempt. A response to a request that was sent before that is not evidence that the node works.</param>
    public void Report(AlternatorNode node, Operation operation, in AttemptOutcome outcome, TimeSpan duration, int connects, bool nodeWentDown)
    {
        if (outcome.Kind != AlternatorAttemptOutcome.Answered)
        {
            ReportFailure(node, outcome);
        }
        else if (!nodeWentDown)
        {
            node.ServerErrors.Record(isServerError: false);
            breakers.Report(node, outcome);
            if (node.State == AlternatorNodeState.Down)
            {
                states.OnResponse(node);
            }
        }

        RecordLatency(node.Latency, operation.LatencyClass, outcome.Kind, duration, connects);
    }

    private void ReportFailure(AlternatorNode node, in AttemptOutcome outcome)
    {
        switch (outcome.Kind)
        {
            case AlternatorAttemptOutcome.NotSent:
                states.MarkDown(node, outcome.Reason);
                break;

            case AlternatorAttemptOutcome.ConnectionLost:
                ConnectionLost?.Invoke();
                CountFailure(node, outcome);
                break;

            case AlternatorAttemptOutcome.BadGateway:
                CountFailure(node, outcome);
                break;

            case AlternatorAttemptOutcome.ServerError:
                node.ServerErrors.Record(isServerError: true);
                if (HasExcessServerErrors(node))
                {
                    CountFailure(node, outcome);
                }

                break;
        }
    }

    private void CountFailure(AlternatorNode node, in AttemptOutcome outcome)
    {
        switch (node.State)
        {
            case AlternatorNodeState.Probation:
                states.TryEject(node, outcome.Reason);
                break;

            case AlternatorNodeState.Down:
                // An attempt in panic. It updates the time of the last failure, by which panic orders the nodes.
                states.MarkDown(node, outcome.Reason);
                break;

            default:
                node.LastFailureReason = outcome.Reason;
                breakers.Report(node, outcome);
                break;
        }
    }

    private bool HasExcessServerErrors(AlternatorNode node)
    {
        var peers = nodes.Current.Usable.Where(other => other != node).ToArray();
        return peers.Length > 0 && node.ServerErrors.Value > MinExcessErrorRate + (2 * peers.Average(other => other.ServerErrors.Value));
    }

    // An attempt during which a connection opened may have waited for it. The time of a connect or a TLS handshake is not latency of the node.
    private static void RecordLatency(NodeLatency latency, LatencyClass latencyClass, AlternatorAttemptOutcome kind, TimeSpan duration, int connects)
    {
        if (latencyClass == LatencyClass.NotMeasured)
        {
            return;
        }

        switch (kind)
        {
            case AlternatorAttemptOutcome.Answered when latency.Connects == connects:
                latency[latencyClass].RecordResponse(duration);
                break;

            case AlternatorAttemptOutcome.Abandoned or AlternatorAttemptOutcome.OutOfTime when latency.Connects == connects:
                latency[latencyClass].RecordAbandoned(duration);
                break;

            // A failure or a refusal counts as a slow response, however fast it is. Otherwise a node would attract requests by failing them.
            case AlternatorAttemptOutcome.ConnectionLost or AlternatorAttemptOutcome.BadGateway or AlternatorAttemptOutcome.ServerError or AlternatorAttemptOutcome.Shed:
                latency[latencyClass].RecordFailure();
                break;
        }
    }
}
