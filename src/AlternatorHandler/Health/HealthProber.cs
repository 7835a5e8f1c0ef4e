using AlternatorHandler.Nodes;
using AlternatorHandler.Telemetry;

namespace AlternatorHandler.Health;

/// <summary>Probes nodes: a node that is down when its next probe is due, and a stuck node at once. A node has at most one probe in flight.</summary>
internal sealed class HealthProber(
    string clusterName,
    NodeTable nodes,
    NodeStateMachine states,
    NodeProbe probe,
    TimeProvider timeProvider,
    AlternatorMetrics metrics)
{
    /// <summary>Starts the probes that are due.</summary>
    /// <returns>The time until the next probe is due, or <see langword="null"/> if no later probe is scheduled.</returns>
    public TimeSpan? ProbeDueNodes(CancellationToken cancellationToken)
    {
        var now = timeProvider.GetTimestamp();
        TimeSpan? next = null;
        foreach (var node in nodes.Current.All)
        {
            if (node.State != AlternatorNodeState.Down)
            {
                continue;
            }

            var wait = timeProvider.GetElapsedTime(now, node.Probing.NextProbeAt);
            if (wait <= TimeSpan.Zero)
            {
                _ = ProbeAsync(node, stuckReason: null, cancellationToken);
            }
            else if (next is null || wait < next)
            {
                next = wait;
            }
        }

        return next;
    }

    /// <summary>Probes a node that is down or appears stuck, or joins its probe in flight.</summary>
    /// <param name="node">The node.</param>
    /// <param name="stuckReason">The reason why the node appears stuck, or <see langword="null"/> if it is down.</param>
    /// <param name="cancellationToken">Cancels the probe, which then has no effect on the node.</param>
    public Task ProbeAsync(AlternatorNode node, string? stuckReason, CancellationToken cancellationToken)
    {
        lock (nodes.Lock)
        {
            // A probe may have succeeded since the caller read the state. A second one could only mark a healthy node down.
            if (stuckReason is null && node.State != AlternatorNodeState.Down)
            {
                return Task.CompletedTask;
            }

            return node.Probing.Probe ??= Task.Run(() => RunAsync(node, stuckReason, cancellationToken), CancellationToken.None);
        }
    }

    private async Task RunAsync(AlternatorNode node, string? stuckReason, CancellationToken cancellationToken)
    {
        try
        {
            var begun = timeProvider.GetTimestamp();
            var failure = await probe.SendAsync(node.Address, isStuck: stuckReason is not null, cancellationToken).ConfigureAwait(false);
            if (!cancellationToken.IsCancellationRequested)
            {
                metrics.RecordProbe(clusterName, node, failure is null);
                states.OnProbeCompleted(node, failure is null || stuckReason is null ? failure : $"{stuckReason}, and the probe failed: {failure}", begun);
            }
        }
        finally
        {
            // Before the signal: otherwise the loop could take this probe for one that is still in flight, and not schedule the next one.
            lock (nodes.Lock)
            {
                node.Probing.Probe = null;
            }

            states.WorkAvailable.Set();
        }
    }
}
