using AlternatorHandler.Nodes;
using AlternatorHandler.Outcomes;
using AlternatorHandler.Protocol;

namespace AlternatorHandler.Health;

/// <summary>Receives how each attempt ended and decides what that means for the node. It is the only way from requests into health.</summary>
internal sealed class NodeHealth(NodeTable nodes, NodeStateMachine states, NodeBreakers breakers)
{
    // A lost quorum makes all coordinators return 500: one is at fault only if it does so much more often than the others.
    private const double FarAbove = 0.2;

    /// <summary>Occurs when a connection to a node is lost, so that the node list may be out of date.</summary>
    public event Action? ConnectionLost;

    /// <summary>Records the end of an attempt.</summary>
    /// <param name="node">The node.</param>
    /// <param name="operation">The operation of the request.</param>
    /// <param name="outcome">How the attempt ended.</param>
    /// <param name="duration">The time from sending to the last byte of the response.</param>
    /// <param name="connects"><see cref="NodeLatency.Connects"/> when the attempt began.</param>
    /// <param name="nodeWentDown">Whether the node went down during the attempt. A response to what was sent before that is no evidence that the node works.</param>
    public void Report(AlternatorNode node, Operation operation, in AttemptOutcome outcome, TimeSpan duration, int connects, bool nodeWentDown)
    {
        if (outcome.Kind != AttemptKind.Answered)
        {
            Fail(node, outcome);
        }
        else if (!nodeWentDown)
        {
            node.ServerErrors.Record(isServerError: false);
            breakers.Report(node, outcome);
            states.OnResponse(node);
        }

        RecordLatency(node.Latency, operation.LatencyClass, outcome.Kind, duration, connects);
    }

    private void Fail(AlternatorNode node, in AttemptOutcome outcome)
    {
        switch (outcome.Kind)
        {
            case AttemptKind.NotSent:
                states.MarkDown(node, outcome.Reason);
                break;

            case AttemptKind.Broken:
                ConnectionLost?.Invoke();
                CountFailure(node, outcome);
                break;

            case AttemptKind.BadGateway:
                CountFailure(node, outcome);
                break;

            case AttemptKind.ServerError:
                node.ServerErrors.Record(isServerError: true);
                if (IsFarAbovePeers(node))
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
                // An attempt in panic: the panic order follows the time of the last failure.
                states.MarkDown(node, outcome.Reason);
                break;

            default:
                node.LastReason = outcome.Reason;
                breakers.Report(node, outcome);
                break;
        }
    }

    private bool IsFarAbovePeers(AlternatorNode node)
    {
        var peers = nodes.Current.Usable.Where(other => other != node).ToArray();
        return peers.Length > 0 && node.ServerErrors.Value > FarAbove + (2 * peers.Average(other => other.ServerErrors.Value));
    }

    // An attempt during which a connection opened may have waited for it: a connect or a TLS handshake is not the node's speed.
    private static void RecordLatency(NodeLatency latency, LatencyClass latencyClass, AttemptKind kind, TimeSpan duration, int connects)
    {
        if (latencyClass == LatencyClass.NotMeasured)
        {
            return;
        }

        switch (kind)
        {
            case AttemptKind.Answered when latency.Connects == connects:
                latency[latencyClass].Answered(duration);
                break;

            case AttemptKind.Abandoned or AttemptKind.OutOfTime when latency.Connects == connects:
                latency[latencyClass].GivenUp(duration);
                break;

            // A failure and a refusal are as bad as a slow response, however fast they come: else a node would attract requests by failing them.
            case AttemptKind.Broken or AttemptKind.BadGateway or AttemptKind.ServerError or AttemptKind.Shed:
                latency[latencyClass].Failed();
                break;
        }
    }
}
