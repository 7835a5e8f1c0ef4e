
namespace AlternatorHandler.Health;

/// <summary>Lets a newly listed node get requests only after a probe of it succeeded.</summary>
internal sealed class NewNodeGate(NodeStateMachine states, HealthProber prober, TimeProvider timeProvider)
{
    // Healthy nodes answer the first probe within a few round trips; one that takes longer joins later, so that the first request does not wait for it.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    /// <summary>Closes the gate for a node, ahead of its first appearance.</summary>
    /// <param name="node">The node.</param>
    /// <param name="isLate">Whether the cluster was known before: the node then starts in probation, because its caches are cold.</param>
    public void Close(AlternatorNode node, bool isLate)
    {
        node.Probing.WasListedLate = isLate;
        if (node.State == AlternatorNodeState.Down)
        {
            states.AwaitFirstProbe(node);
        }
    }

    /// <summary>Forgets what is known of a node that left the list.</summary>
    public void Forget(AlternatorNode node) => states.AwaitFirstProbe(node);

    /// <summary>Waits until the nodes have been probed, or until one of them works and the others had a fair chance.</summary>
    public async Task OpenAsync(IReadOnlyList<AlternatorNode> nodes, CancellationToken cancellationToken)
    {
        var probes = nodes.Select(node => prober.ProbeAsync(node, stuck: null, cancellationToken)).ToList();
        var all = Task.WhenAll(probes);
        while (!all.IsCompleted && !nodes.Any(node => node.State != AlternatorNodeState.Down))
        {
            probes.RemoveAll(probe => probe.IsCompleted);
            await Task.WhenAny([all, .. probes]).ConfigureAwait(false);
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(all, Task.Delay(Patience, timeProvider, patience.Token)).ConfigureAwait(false);
        await patience.CancelAsync().ConfigureAwait(false);
    }
}
