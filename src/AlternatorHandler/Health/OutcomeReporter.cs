using AlternatorHandler.Nodes;
using AlternatorHandler.Outcomes;



namespace AlternatorHandler.Health;

/// <summary>Tells a node's health how an attempt on it ended.</summary>
internal sealed class OutcomeReporter(NodeTable nodes, NodeHealth health, Action refreshNodes)
{
    // A lost quorum makes all coordinators answer 500: one is at fault only if it does so much more often than the others.
    private const double FarAbove = 0.2;

    public void Report(AlternatorNode node, in AttemptOutcome outcome)
    {
        switch (outcome.Kind)
        {
            case AttemptKind.NotSent:
                health.MarkDown(node, outcome.Reason);
                return;

            case AttemptKind.Answered:
                node.ServerErrors.Record(isServerError: false);
                node.Breaker.Report(outcome.ToPolly());
                health.Answered(node);
                return;

            case AttemptKind.Broken:
                refreshNodes();
                Fail(node, outcome);
                return;

            case AttemptKind.BadGateway:
                Fail(node, outcome);
                return;

            case AttemptKind.ServerError:
                node.ServerErrors.Record(isServerError: true);
                if (IsFarAbovePeers(node))
                {
                    Fail(node, outcome);
                }

                return;

            default:
                return;
        }
    }

    private void Fail(AlternatorNode node, in AttemptOutcome outcome)
    {
        switch (node.State)
        {
            case AlternatorNodeState.Probation:
                health.TryEject(node, outcome.Reason);
                break;

            case AlternatorNodeState.Down:
                // An attempt in panic: the panic order goes by the time of the last failure.
                health.MarkDown(node, outcome.Reason);
                break;

            default:
                node.LastReason = outcome.Reason;
                node.Breaker.Report(outcome.ToPolly());
                break;
        }
    }

    private bool IsFarAbovePeers(AlternatorNode node)
    {
        var peers = nodes.Current.Usable.Where(other => other != node).ToArray();
        return peers.Length > 0 && node.ServerErrors.Value > FarAbove + (2 * peers.Average(other => other.ServerErrors.Value));
    }
}
