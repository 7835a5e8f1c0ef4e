namespace AlternatorHandler.Health;

/// <summary>Holds newly listed nodes back from requests until a probe of them succeeds.</summary>
internal sealed class NewNodeGate(NodeStateMachine states, HealthProber prober, TimeProvider timeProvider)
{
    // A healthy node responds to the first probe within a few round trips. A slower one joins later, so that the first request does not wait for it.
    private static readonly TimeSpan MaxWait = TimeSpan.FromMilliseconds(250);

    /// <summary>Holds a node back, before it first appears in the list.</summary>
    /// <param name="node">The node.</param>
    /// <param name="isLate">Whether the nodes of the cluster were known before. In that case the node starts in probation, because its caches are cold.</param>
    public void Hold(AlternatorNode node, bool isLate)
    {
        node.Probing.WasListedLate = isLate;
        if (node.State == AlternatorNodeState.Down)
        {
            states.AwaitFirstProbe(node);
        }
    }

    /// <summary>Resets the health of a node that left the list.</summary>
    public void Reset(AlternatorNode node) => states.AwaitFirstProbe(node);

    /// <summary>Probes the nodes, and waits until all probes have completed, or until a short time after a node became usable.</summary>
    public async Task ProbeAndReleaseAsync(IReadOnlyList<AlternatorNode> nodes, CancellationToken cancellationToken)
    {
        var probes = nodes.Select(node => prober.ProbeAsync(node, stuckReason: null, cancellationToken)).ToList();
        var all = Task.WhenAll(probes);
        while (!all.IsCompleted && !nodes.Any(node => node.State != AlternatorNodeState.Down))
        {
            probes.RemoveAll(probe => probe.IsCompleted);
            await Task.WhenAny([all, .. probes]).ConfigureAwait(false);
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(all, Task.Delay(MaxWait, timeProvider, timeout.Token)).ConfigureAwait(false);
        await timeout.CancelAsync().ConfigureAwait(false);
    }
}
