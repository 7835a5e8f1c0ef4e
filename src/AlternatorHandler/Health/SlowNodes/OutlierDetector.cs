using System.Globalization;
using AlternatorHandler.Nodes;
using AlternatorHandler.Protocol;
using AlternatorHandler.Telemetry;
using Microsoft.Extensions.Logging;

namespace AlternatorHandler.Health.SlowNodes;

/// <summary>Demotes nodes that are much slower than their peers, or stuck, to an occasional trial request, and restores their weight when they perform like their peers again.</summary>
/// <remarks>It runs on one thread, the health loop. Requests write to <see cref="LatencyEstimate"/> and read <see cref="AlternatorNode.LatencyWeight"/>.</remarks>
internal sealed class OutlierDetector(string clusterName, NodeTable nodes, TimeProvider timeProvider, AlternatorMetrics metrics, ILogger logger)
{
    // Frequent enough to detect a recovery in about ten seconds, and negligible under load.
    private static readonly TimeSpan TrialInterval = TimeSpan.FromSeconds(1);

    // Together with these ten seconds, well below half a minute.
    private static readonly TimeSpan RecoveryPeriod = TimeSpan.FromSeconds(6);

    // A node that is slow only under full load recovers whenever it is demoted, so each demotion lasts longer than the previous one.
    private static readonly TimeSpan ShortestDemotion = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan LongestDemotion = TimeSpan.FromSeconds(64);

    // A single request without a response may be a long scan.
    private const int MinStuckRequests = 2;

    private readonly PeerComparison[] _comparisons = [.. NodeLatency.Classes.ToArray().Select(latencyClass => new PeerComparison(latencyClass, timeProvider))];

    /// <summary>Records that a node appears stuck, until the next call of <see cref="Evaluate"/>.</summary>
    public static void MarkStuck(AlternatorNode node, string reason)
    {
        if (node.InFlight >= MinStuckRequests)
        {
            node.Latency.Demotion.StuckReason = reason;
        }
    }

    /// <summary>Compares the nodes and sets their latency weights.</summary>
    /// <returns><see langword="true"/> if any node is demoted or recovering; otherwise, <see langword="false"/>.</returns>
    public bool Evaluate()
    {
        var snapshot = nodes.Current;
        foreach (var node in snapshot.All)
        {
            if (node.State == AlternatorNodeState.Down)
            {
                Reset(node);
            }
        }

        return EvaluateUsable(snapshot.Usable);
    }

    private bool EvaluateUsable(AlternatorNode[] usable)
    {
        foreach (var comparison in _comparisons)
        {
            comparison.Update(usable);
        }

        IgnoreCommonStall(usable);
        DemoteSlowest(usable);
        var hasDemoted = false;
        foreach (var node in usable)
        {
            switch (node.Latency.Demotion.Phase)
            {
                case DemotionPhase.Demoted:
                    hasDemoted = true;
                    EvaluateDemoted(node);
                    break;

                case DemotionPhase.Recovering:
                    hasDemoted = true;
                    RampUp(node);
                    break;
            }

            node.Latency.Demotion.StuckReason = null;
        }

        return hasDemoted;
    }

    /// <summary>Ignores that nodes appear stuck if most of them do: the cause is then the network or the client.</summary>
    private static void IgnoreCommonStall(AlternatorNode[] usable)
    {
        if (usable.Count(static node => node.Latency.Demotion.StuckReason is not null) > GetMaxDemoted(usable))
        {
            Array.ForEach(usable, static node => node.Latency.Demotion.StuckReason = null);
        }
    }

    // At most half: the other nodes must carry the load, and the latency of a majority is the normal one.
    private static int GetMaxDemoted(AlternatorNode[] usable) => usable.Length / 2;

    private void DemoteSlowest(AlternatorNode[] usable)
    {
        if (!Array.Exists(usable, node => IsOutlier(node) || node.Latency.Demotion.Phase == DemotionPhase.Demoted))
        {
            return;
        }

        // Demoted nodes come first, so that two outliers do not change places with each tick; then stuck nodes, then the slowest ones.
        var ranked = usable
            .Where(node => IsOutlier(node) || node.Latency.Demotion.Phase == DemotionPhase.Demoted)
            .OrderByDescending(node => node.Latency.Demotion.Phase == DemotionPhase.Demoted)
            .ThenByDescending(node => node.Latency.Demotion.StuckReason is not null)
            .ThenByDescending(GetLatencyRatio)
            .ToArray();
        for (var i = 0; i < ranked.Length; i++)
        {
            var isDemoted = ranked[i].Latency.Demotion.Phase == DemotionPhase.Demoted;
            if (i < GetMaxDemoted(usable) && !isDemoted)
            {
                Demote(ranked[i]);
            }
            else if (i >= GetMaxDemoted(usable) && isDemoted)
            {
                StartRecovery(ranked[i]);
            }
        }
    }

    private void Demote(AlternatorNode node)
    {
        var demotion = node.Latency.Demotion;
        var isNew = demotion.Phase == DemotionPhase.None;
        var now = timeProvider.GetTimestamp();
        demotion.RepeatCount = isNew && (demotion.Since == 0 || timeProvider.GetElapsedTime(demotion.Since, now) > LongestDemotion) ? 0 : demotion.RepeatCount + 1;
        demotion.Phase = DemotionPhase.Demoted;
        demotion.Since = now;
        demotion.LastTrialAt = now;
        node.LatencyWeight = 0;
        if (isNew)
        {
            metrics.RecordNodeDemotion(clusterName, node, demotion.StuckReason is null ? "slow" : "stuck");
            var reason = demotion.StuckReason ?? DescribeSlowness(node);
            Log.NodeDemoted(logger, node.Address, reason);
        }
    }

    private void EvaluateDemoted(AlternatorNode node)
    {
        var demotion = node.Latency.Demotion;
        var now = timeProvider.GetTimestamp();
        var shortest = Math.Min(LongestDemotion.TotalSeconds, ShortestDemotion.TotalSeconds * Math.Pow(2, demotion.RepeatCount));
        if (!IsOutlier(node) && timeProvider.GetElapsedTime(demotion.Since, now).TotalSeconds >= shortest)
        {
            StartRecovery(node);
        }
        else if (node.InFlight == 0 && timeProvider.GetElapsedTime(demotion.LastTrialAt, now) >= TrialInterval)
        {
            demotion.LastTrialAt = now;
            OfferTrial(node);
        }
    }

    /// <remarks>A failed write may not be repeatable. Writes are used as trials only if no class of reads is slow.</remarks>
    private static void OfferTrial(AlternatorNode node)
    {
        switch (node.Latency[LatencyClass.PointRead].IsSlow, node.Latency[LatencyClass.RangeOrBatch].IsSlow, node.Latency[LatencyClass.Write].IsSlow)
        {
            case (true, true, _):
                node.Latency.OfferTrial(LatencyClass.PointRead, LatencyClass.RangeOrBatch);
                break;

            case (true, _, _):
                node.Latency.OfferTrial(LatencyClass.PointRead);
                break;

            case (_, true, _):
                node.Latency.OfferTrial(LatencyClass.RangeOrBatch);
                break;

            case (_, _, true):
                node.Latency.OfferTrial(LatencyClass.Write);
                break;

            default:
                node.Latency.OfferTrial(LatencyClass.PointRead, LatencyClass.RangeOrBatch, LatencyClass.Write, LatencyClass.NotMeasured);
                break;
        }
    }

    private void StartRecovery(AlternatorNode node)
    {
        node.Latency.Demotion.Phase = DemotionPhase.Recovering;
        node.Latency.Demotion.Since = timeProvider.GetTimestamp();
        node.Latency.OfferTrial();
        node.LatencyWeight = SlowStart.FirstWeight;
    }

    private void RampUp(AlternatorNode node)
    {
        var demotion = node.Latency.Demotion;
        var progress = timeProvider.GetElapsedTime(demotion.Since) / RecoveryPeriod;
        if (progress < 1)
        {
            node.LatencyWeight = SlowStart.GetWeight(progress);
            return;
        }

        demotion.Phase = DemotionPhase.None;
        demotion.Since = timeProvider.GetTimestamp();
        node.LatencyWeight = 1;
        Log.NodeNoLongerDemoted(logger, node.Address);
    }

    private static void Reset(AlternatorNode node)
    {
        var latency = node.Latency;
        foreach (var latencyClass in NodeLatency.Classes)
        {
            latency[latencyClass].Drain();
            latency[latencyClass].Reset();
        }

        latency.Demotion.Phase = DemotionPhase.None;
        latency.Demotion.StuckReason = null;
        latency.OfferTrial();
        node.LatencyWeight = 1;
    }

    private static bool IsOutlier(AlternatorNode node) =>
        node.Latency.Demotion.StuckReason is not null
        || node.Latency[LatencyClass.PointRead].IsSlow
        || node.Latency[LatencyClass.Write].IsSlow
        || node.Latency[LatencyClass.RangeOrBatch].IsSlow;

    private double GetLatencyRatio(AlternatorNode node) =>
        _comparisons.Max(comparison => node.Latency[comparison.Class].IsSlow ? node.Latency[comparison.Class].Score / comparison.GetPeerMedian(node) : 0) ?? 0;

    private string DescribeSlowness(AlternatorNode node)
    {
        var worst = _comparisons
            .Where(comparison => node.Latency[comparison.Class].IsSlow)
            .MaxBy(comparison => node.Latency[comparison.Class].Score / comparison.GetPeerMedian(node))!;
        return string.Create(CultureInfo.InvariantCulture, $"{worst.Class} takes {node.Latency[worst.Class].Score:0.0} ms, with failures counted as slow, and {worst.GetPeerMedian(node):0.0} ms on its peers");
    }
}
