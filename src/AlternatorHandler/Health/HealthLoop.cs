using AlternatorHandler.Health.SlowNodes;
using AlternatorHandler.Loops;

namespace AlternatorHandler.Health;

/// <summary>What health does in the background: probes, the search for stuck and slow nodes, growing shares, closing breakers. Sleeps while there is nothing to do.</summary>
internal sealed class HealthLoop(
    NodeStateMachine states,
    NodeBreakers breakers,
    HealthProber prober,
    StuckNodeDetector stuckNodes,
    SlowNodeRule slowNodes,
    RequestActivity activity,
    TimeProvider timeProvider)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    // After the last request the loop ticks on for a while: sleeping and waking costs more than a tick.
    private static readonly TimeSpan Awake = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(10);

    public async Task StepAsync(CancellationToken cancellationToken)
    {
        var seen = activity.Last;
        var isBusy = stuckNodes.Detect((node, reason) => Suspect(node, reason, cancellationToken))
            || (seen != 0 && timeProvider.GetElapsedTime(seen) < Awake);
        var isRamping = states.RampUp() | slowNodes.Judge();
        await breakers.CloseDueAsync(cancellationToken).ConfigureAwait(false);

        var wait = isBusy || isRamping ? Tick : Rest;
        if (prober.ProbeDue(cancellationToken) is { } nextProbe && nextProbe < wait)
        {
            wait = nextProbe;
        }

        await states.Changed.WaitAsync(wait, isBusy ? null : activity.NextAsync(seen), timeProvider, cancellationToken).ConfigureAwait(false);
    }

    private void Suspect(AlternatorNode node, string reason, CancellationToken cancellationToken)
    {
        SlowNodeRule.Stuck(node, reason);
        var now = timeProvider.GetTimestamp();
        if (now >= node.Probing.SuspectAgainAt)
        {
            node.Probing.SuspectAgainAt = now + timeProvider.TimestampFrequency;
            _ = prober.ProbeAsync(node, reason, cancellationToken);
        }
    }
}
