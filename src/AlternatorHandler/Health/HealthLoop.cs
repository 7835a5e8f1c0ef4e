using AlternatorHandler.Health.SlowNodes;
using AlternatorHandler.Loops;

namespace AlternatorHandler.Health;

/// <summary>Runs the background work of health: probes, detection of stuck and slow nodes, slow start, and closing of breakers. It is idle while there is no work.</summary>
internal sealed class HealthLoop(
    NodeStateMachine states,
    NodeBreakers breakers,
    HealthProber prober,
    StuckNodeDetector stuckNodes,
    OutlierDetector slowNodes,
    RequestActivity activity,
    TimeProvider timeProvider)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    // The loop stays active for a while after the last request, because a transition to idle and back costs more than a tick.
    private static readonly TimeSpan ActiveWindow = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan IdleInterval = TimeSpan.FromMinutes(10);

    public async Task StepAsync(CancellationToken cancellationToken)
    {
        var lastRequest = activity.LastRequest;
        var isBusy = stuckNodes.Detect((node, reason) => OnStuck(node, reason, cancellationToken))
            || (lastRequest != 0 && timeProvider.GetElapsedTime(lastRequest) < ActiveWindow);
        var isRamping = states.RampUp() | slowNodes.Evaluate();
        await breakers.CloseRestoredAsync(cancellationToken).ConfigureAwait(false);

        var wait = isBusy || isRamping ? Tick : IdleInterval;
        if (prober.ProbeDueNodes(cancellationToken) is { } nextProbe && nextProbe < wait)
        {
            wait = nextProbe;
        }

        await states.WorkAvailable.WaitAsync(wait, isBusy ? null : activity.WaitForNextAsync(lastRequest), timeProvider, cancellationToken).ConfigureAwait(false);
    }

    private void OnStuck(AlternatorNode node, string reason, CancellationToken cancellationToken)
    {
        OutlierDetector.MarkStuck(node, reason);
        var now = timeProvider.GetTimestamp();
        if (now >= node.Probing.NextStuckProbeAt)
        {
            node.Probing.NextStuckProbeAt = now + timeProvider.TimestampFrequency;
            _ = prober.ProbeAsync(node, reason, cancellationToken);
        }
    }
}
