using AlternatorHandler.Nodes;
using AlternatorHandler.Telemetry;

namespace AlternatorHandler.Health;

/// <summary>Asks nodes whether they are there: those that are down when their time has come, and those that are stuck at once. One probe a node at a time.</summary>
internal sealed class HealthProber(
    string clusterName,
    NodeTable nodes,
    NodeStateMachine states,
    NodeProbe probe,
    TimeProvider timeProvider,
    AlternatorMetrics metrics)
{
    /// <summary>Starts the probes that are due.</summary>
    /// <returns>The time until the next one, or <see langword="null"/> if no node is down.</returns>
    public TimeSpan? ProbeDue(CancellationToken cancellationToken)
    {
        var now = timeProvider.GetTimestamp();
        TimeSpan? next = null;
        foreach (var node in nodes.Current.All)
        {
            if (node.State != AlternatorNodeState.Down)
            {
                continue;
            }

            var wait = timeProvider.GetElapsedTime(now, node.Probing.DueAt);
            if (wait <= TimeSpan.Zero)
            {
                _ = ProbeAsync(node, stuck: null, cancellationToken);
            }
            else if (next is null || wait < next)
            {
                next = wait;
            }
        }

        return next;
    }

    /// <summary>Probes one node that is down or suspected, or joins the probe of it that is under way.</summary>
    /// <param name="node">The node.</param>
    /// <param name="stuck">Why a node that is not down is suspected, or <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends the probe; it then says nothing about the node.</param>
    public Task ProbeAsync(AlternatorNode node, string? stuck, CancellationToken cancellationToken)
    {
        lock (nodes.Lock)
        {
            // A probe may have succeeded since the caller looked: a second one could only take a node down that nobody doubts.
            if (stuck is null && node.State != AlternatorNodeState.Down)
            {
                return Task.CompletedTask;
            }

            return node.Probing.Probe ??= Task.Run(() => RunAsync(node, stuck, cancellationToken), CancellationToken.None);
        }
    }

    private async Task RunAsync(AlternatorNode node, string? stuck, CancellationToken cancellationToken)
    {
        try
        {
            var begun = timeProvider.GetTimestamp();
            var failure = await probe.AskAsync(node.Address, isStuck: stuck is not null, cancellationToken).ConfigureAwait(false);
            if (!cancellationToken.IsCancellationRequested)
            {
                metrics.Probe(clusterName, node, failure is null);
                states.OnProbeCompleted(node, failure is null || stuck is null ? failure : $"{stuck}, and the probe failed: {failure}", begun);
            }
        }
        finally
        {
            // Ahead of the signal: the loop would take a probe that is about to end for one that will tell, and sleep.
            lock (nodes.Lock)
            {
                node.Probing.Probe = null;
            }

            states.Changed.Set();
        }
    }
}
