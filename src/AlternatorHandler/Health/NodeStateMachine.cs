using AlternatorHandler.Loops;
using AlternatorHandler.Nodes;
using AlternatorHandler.Options;
using AlternatorHandler.Telemetry;
using Microsoft.Extensions.Logging;

namespace AlternatorHandler.Health;

/// <summary>Moves nodes between the states up, probation and down. It makes every transition, under the lock of the node table.</summary>
internal sealed class NodeStateMachine(
    string clusterName,
    NodeTable nodes,
    LiveOptions live,
    TimeProvider timeProvider,
    AlternatorMetrics metrics,
    ILogger logger)
{
    private const double BackoffFactor = 1.6;

    /// <summary>Gets the signal that there is work for the health loop.</summary>
    public AsyncAutoResetEvent WorkAvailable { get; } = new();

    /// <summary>Occurs when a node fails in a way that suggests that the node list is out of date.</summary>
    public event Action? NodeFailed;

    /// <summary>Occurs, under the lock, when a node that was down is admitted to requests.</summary>
    public event Action<AlternatorNode>? NodeAdmitted;

    /// <summary>Gets the last transitions of nodes.</summary>
    public TransitionLog Transitions { get; } = new();

    private AlternatorHealthProbeOptions Options => live.Current.HealthProbe;

    /// <summary>Makes a newly listed node wait for its first probe, which is due at once.</summary>
    /// <remarks>ScyllaDB lists a restarting node about 13 s before it listens (scylladb#26326).</remarks>
    public void AwaitFirstProbe(AlternatorNode node)
    {
        lock (nodes.Lock)
        {
            node.Condition = NodeCondition.CreateUnprobed(timeProvider.GetUtcNow());
            node.Probing.IsNew = true;
            node.Probing.Failures = 0;
            node.Probing.Successes = 0;
            node.Probing.NextProbeAt = timeProvider.GetTimestamp();
        }

        WorkAvailable.Set();
    }

    /// <summary>Marks nodes up without a probe: the seeds, when no source returned a node list.</summary>
    public void MarkUpUnprobed(IEnumerable<AlternatorNode> unprobed)
    {
        lock (nodes.Lock)
        {
            foreach (var node in unprobed.Where(node => node.Probing.IsNew))
            {
                SetState(node, AlternatorNodeState.Up, node.Condition.LastFailure);
            }

            nodes.Publish();
        }
    }

    /// <summary>Marks a node down on conclusive evidence: a connection to it or a probe failed.</summary>
    public void MarkDown(AlternatorNode node, string reason)
    {
        bool wentDown;
        lock (nodes.Lock)
        {
            wentDown = MarkDownLocked(node, reason);
        }

        AfterMarkDown(node, wentDown);
    }

    /// <summary>Ejects a node because attempts on it failed, unless more than half of the nodes of a tier would then be down.</summary>
    /// <returns><see langword="true"/> if the node is down; <see langword="false"/> if it stays in use.</returns>
    public bool TryEject(AlternatorNode node, string reason)
    {
        bool wentDown;
        lock (nodes.Lock)
        {
            if (!CanEject(node))
            {
                node.Probing.ShouldCloseBreaker = true;
                WorkAvailable.Set();
                return false;
            }

            wentDown = MarkDownLocked(node, reason);
        }

        AfterMarkDown(node, wentDown);
        return true;
    }

    /// <summary>Applies the result of a probe.</summary>
    /// <param name="node">The node.</param>
    /// <param name="failure">The reason why the probe failed, or <see langword="null"/> if it succeeded.</param>
    /// <param name="begun">The timestamp at which the probe began.</param>
    public void OnProbeCompleted(AlternatorNode node, string? failure, long begun)
    {
        var wentDownAgain = false;
        lock (nodes.Lock)
        {
            var probing = node.Probing;

            // A response to a request since then is better evidence than any probe.
            var isRefuted = node.State != AlternatorNodeState.Down && node.LastResponseAt > begun;
            if (failure is not null && !isRefuted)
            {
                // A node that is not down was probed because it appeared stuck, or was marked up before its first probe completed: the probe decides.
                wentDownAgain = node.State != AlternatorNodeState.Down || node.InFlight > 0;
                if (!MarkDownLocked(node, failure))
                {
                    ScheduleNextProbe(node);
                }
            }
            else if (failure is null && node.State == AlternatorNodeState.Down)
            {
                probing.Successes++;
                if (probing.IsNew || probing.Successes >= Options.SuccessThreshold)
                {
                    AdmitLocked(node);
                }
                else
                {
                    probing.NextProbeAt = timeProvider.GetTimestamp() + ToTimestampTicks(Options.Interval);
                }
            }
        }

        if (wentDownAgain)
        {
            AfterMarkDown(node, wentDown: true);
        }
    }

    /// <summary>Applies a response to a request. A response from a node that is down is better evidence than any probe.</summary>
    public void OnResponse(AlternatorNode node)
    {
        if (node.State != AlternatorNodeState.Down)
        {
            return;
        }

        lock (nodes.Lock)
        {
            if (node.State == AlternatorNodeState.Down)
            {
                AdmitLocked(node);
            }
        }
    }

    /// <summary>Increases the weights of nodes in probation with time.</summary>
    /// <returns><see langword="true"/> if any node is still in probation; otherwise, <see langword="false"/>.</returns>
    public bool RampUp()
    {
        var any = false;
        foreach (var node in nodes.Current.All)
        {
            if (node.State != AlternatorNodeState.Probation)
            {
                continue;
            }

            lock (nodes.Lock)
            {
                var passed = timeProvider.GetElapsedTime(node.Probing.ProbationSince) / Options.ProbationPeriod;
                if (node.State == AlternatorNodeState.Probation && passed < 1)
                {
                    node.SlowStartWeight = SlowStart.GetWeight(passed);
                    any = true;
                }
                else if (node.State == AlternatorNodeState.Probation)
                {
                    node.Probing.Failures = 0;
                    SetState(node, AlternatorNodeState.Up, node.Condition.LastFailure);
                    nodes.Publish();
                }
            }
        }

        return any;
    }

    // At most half of the nodes of each tier that contains the node may be down.
    private bool CanEject(AlternatorNode node) => nodes.Current.Tiers.All(tier =>
        !tier.All.Contains(node) || (tier.All.Count(other => other != node && other.State == AlternatorNodeState.Down) + 1) * 2 <= tier.All.Length);

    /// <returns><see langword="true"/> if the node was not down before; otherwise, <see langword="false"/>.</returns>
    private bool MarkDownLocked(AlternatorNode node, string reason)
    {
        node.Probing.Successes = 0;
        if (node.State == AlternatorNodeState.Down)
        {
            // Many requests observe one failure, and in panic each of them fails again: only probes postpone the next probe.
            node.Condition = node.Condition with { LastFailure = reason, FailedAt = timeProvider.GetTimestamp() };
            return false;
        }

        SetState(node, AlternatorNodeState.Down, reason);
        nodes.Publish();
        var delay = ScheduleNextProbe(node);
        Log.NodeDown(logger, node.Address, reason, delay);
        return true;
    }

    private TimeSpan ScheduleNextProbe(AlternatorNode node)
    {
        var delay = GetBackoff(node.Probing.Failures++);
        node.Probing.NextProbeAt = timeProvider.GetTimestamp() + ToTimestampTicks(delay);
        return delay;
    }

    private void AfterMarkDown(AlternatorNode node, bool wentDown)
    {
        if (wentDown)
        {
            node.CancelInFlight();
            WorkAvailable.Set();
        }

        NodeFailed?.Invoke();
    }

    private void AdmitLocked(AlternatorNode node)
    {
        var probing = node.Probing;
        var isFirst = probing.IsNew && !probing.WasListedLate;
        probing.Successes = 0;
        probing.ShouldCloseBreaker = true;
        if (isFirst || Options.ProbationPeriod == TimeSpan.Zero)
        {
            probing.Failures = 0;
            SetState(node, AlternatorNodeState.Up, probing.IsNew ? null : node.Condition.LastFailure);
        }
        else
        {
            probing.ProbationSince = timeProvider.GetTimestamp();
            SetState(node, AlternatorNodeState.Probation, probing.IsNew ? null : node.Condition.LastFailure);
        }

        nodes.Publish();
        WorkAvailable.Set();
    }

    private void SetState(AlternatorNode node, AlternatorNodeState state, string? lastFailure)
    {
        var before = node.Condition;
        node.Condition = new NodeCondition(
            state,
            timeProvider.GetUtcNow(),
            lastFailure,
            state == AlternatorNodeState.Down ? timeProvider.GetTimestamp() : before.FailedAt);
        node.SlowStartWeight = state == AlternatorNodeState.Probation ? SlowStart.FirstWeight : 1;
        Transitions.Add(new AlternatorNodeTransition
        {
            Address = node.Address,
            From = before.State,
            To = state,
            At = node.Condition.Since,
            Reason = state == AlternatorNodeState.Down ? lastFailure : null,
        });
        metrics.RecordNodeTransition(clusterName, node, state);
        if (state == AlternatorNodeState.Probation)
        {
            Log.NodeInProbation(logger, node.Address, Options.ProbationPeriod);
        }
        else if (state == AlternatorNodeState.Up)
        {
            Log.NodeUp(logger, node.Address);
        }

        if (state != AlternatorNodeState.Down)
        {
            node.Probing.IsNew = false;
            if (before.State == AlternatorNodeState.Down)
            {
                NodeAdmitted?.Invoke(node);
            }
        }
    }

    private TimeSpan GetBackoff(int failures)
    {
        // The limit leaves room for the jitter, so that the longest interval is not exceeded. Truncating it after the jitter would synchronize the clients that observed a failure together.
        var options = Options;
        var delay = Math.Min(options.Interval.TotalSeconds * Math.Pow(BackoffFactor, failures), options.MaxInterval.TotalSeconds / (1 + Randomizer.Spread));
        return Randomizer.Jitter(TimeSpan.FromSeconds(delay));
    }

    private long ToTimestampTicks(TimeSpan duration) => (long)(duration.TotalSeconds * timeProvider.TimestampFrequency);
}
