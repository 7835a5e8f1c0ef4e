using System.Globalization;
using AlternatorHandler.Nodes;
using AlternatorHandler.Protocol;
using AlternatorHandler.Telemetry;
using Microsoft.Extensions.Logging;

namespace AlternatorHandler.Health.SlowNodes;

/// <summary>Demotes nodes that are much slower than their peers, or stuck, to a trial now and then; and lets them return when they are like the others again.</summary>
/// <remarks>One thread, the health loop, runs it. Requests add to <see cref="LatencyEstimate"/> and read <see cref="AlternatorNode.LatencyShare"/>.</remarks>
internal sealed class SlowNodeRule(string clusterName, NodeTable nodes, TimeProvider timeProvider, AlternatorMetrics metrics, ILogger logger)
{
    // Enough to notice a recovery in some ten seconds, and next to nothing under load.
    private static readonly TimeSpan TrialInterval = TimeSpan.FromSeconds(1);

    // Together with the ten seconds, well below half a minute.
    private static readonly TimeSpan ReturnPeriod = TimeSpan.FromSeconds(6);

    // A node that is slow only under its full load recovers each time it is spared: it is spared ever longer.
    private static readonly TimeSpan ShortestDemotion = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan LongestDemotion = TimeSpan.FromSeconds(64);

    // One request without an answer may be a long scan.
    private const int StuckRequests = 2;

    private readonly PeerComparison[] _comparisons = [.. NodeLatency.Classes.ToArray().Select(latencyClass => new PeerComparison(latencyClass, timeProvider))];

    /// <summary>Takes note that a node holds requests and answers none, until the next <see cref="Judge"/>.</summary>
    public static void Stuck(AlternatorNode node, string reason)
    {
        if (node.InFlight >= StuckRequests)
        {
            node.Latency.Demotion.Stuck = reason;
        }
    }

    /// <summary>Compares the nodes, and sets their shares.</summary>
    /// <returns>Whether there is a node that does not have its full share for its latency.</returns>
    public bool Judge()
    {
        var snapshot = nodes.Current;
        foreach (var node in snapshot.All)
        {
            if (node.State == AlternatorNodeState.Down)
            {
                Forget(node);
            }
        }

        return JudgePeers(snapshot.Usable);
    }

    private bool JudgePeers(AlternatorNode[] usable)
    {
        foreach (var comparison in _comparisons)
        {
            comparison.Update(usable);
        }

        IgnoreCommonSilence(usable);
        Demote(usable);
        var any = false;
        foreach (var node in usable)
        {
            switch (node.Latency.Demotion.Phase)
            {
                case DemotionPhase.Demoted:
                    any = true;
                    Watch(node);
                    break;

                case DemotionPhase.Returning:
                    any = true;
                    Grow(node);
                    break;
            }

            node.Latency.Demotion.Stuck = null;
        }

        return any;
    }

    /// <summary>Silence of most nodes is the network's, or the client's.</summary>
    private static void IgnoreCommonSilence(AlternatorNode[] usable)
    {
        if (usable.Count(static node => node.Latency.Demotion.Stuck is not null) > MostDemoted(usable))
        {
            Array.ForEach(usable, static node => node.Latency.Demotion.Stuck = null);
        }
    }

    // Never more than half: what is left must bear the load, and a majority of slow nodes is what nodes are like now.
    private static int MostDemoted(AlternatorNode[] usable) => usable.Length / 2;

    private void Demote(AlternatorNode[] usable)
    {
        if (!Array.Exists(usable, node => IsBad(node) || node.Latency.Demotion.Phase == DemotionPhase.Demoted))
        {
            return;
        }

        // Those that are demoted already, so that two bad nodes do not change places with each tick; then those that are stuck, and the slowest.
        var ranked = usable
            .Where(node => IsBad(node) || node.Latency.Demotion.Phase == DemotionPhase.Demoted)
            .OrderByDescending(node => node.Latency.Demotion.Phase == DemotionPhase.Demoted)
            .ThenByDescending(node => node.Latency.Demotion.Stuck is not null)
            .ThenByDescending(Slowness)
            .ToArray();
        for (var i = 0; i < ranked.Length; i++)
        {
            var isDemoted = ranked[i].Latency.Demotion.Phase == DemotionPhase.Demoted;
            if (i < MostDemoted(usable) && !isDemoted)
            {
                Demote(ranked[i]);
            }
            else if (i >= MostDemoted(usable) && isDemoted)
            {
                Return(ranked[i]);
            }
        }
    }

    private void Demote(AlternatorNode node)
    {
        var demotion = node.Latency.Demotion;
        var isNew = demotion.Phase == DemotionPhase.None;
        var now = timeProvider.GetTimestamp();
        demotion.Relapses = isNew && (demotion.Since == 0 || timeProvider.GetElapsedTime(demotion.Since, now) > LongestDemotion) ? 0 : demotion.Relapses + 1;
        demotion.Phase = DemotionPhase.Demoted;
        demotion.Since = now;
        demotion.TrialAt = now;
        node.LatencyShare = 0;
        if (isNew)
        {
            metrics.NodeDemotion(clusterName, node, demotion.Stuck is null ? "slow" : "stuck");
            var reason = demotion.Stuck ?? Comparison(node);
            Log.NodeDemoted(logger, node.Address, reason);
        }
    }

    private void Watch(AlternatorNode node)
    {
        var demotion = node.Latency.Demotion;
        var now = timeProvider.GetTimestamp();
        var shortest = Math.Min(LongestDemotion.TotalSeconds, ShortestDemotion.TotalSeconds * Math.Pow(2, demotion.Relapses));
        if (!IsBad(node) && timeProvider.GetElapsedTime(demotion.Since, now).TotalSeconds >= shortest)
        {
            Return(node);
        }
        else if (node.InFlight == 0 && timeProvider.GetElapsedTime(demotion.TrialAt, now) >= TrialInterval)
        {
            demotion.TrialAt = now;
            OfferTrial(node);
        }
    }

    /// <remarks>A write that fails may not be repeated: one is risked only when no read has anything left to prove.</remarks>
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

    private void Return(AlternatorNode node)
    {
        node.Latency.Demotion.Phase = DemotionPhase.Returning;
        node.Latency.Demotion.Since = timeProvider.GetTimestamp();
        node.Latency.OfferTrial();
        node.LatencyShare = SlowStart.FirstWeight;
    }

    private void Grow(AlternatorNode node)
    {
        var demotion = node.Latency.Demotion;
        var passed = timeProvider.GetElapsedTime(demotion.Since) / ReturnPeriod;
        if (passed < 1)
        {
            node.LatencyShare = SlowStart.GetWeight(passed);
            return;
        }

        demotion.Phase = DemotionPhase.None;
        demotion.Since = timeProvider.GetTimestamp();
        node.LatencyShare = 1;
        Log.NodeNoLongerDemoted(logger, node.Address);
    }

    private static void Forget(AlternatorNode node)
    {
        var latency = node.Latency;
        foreach (var latencyClass in NodeLatency.Classes)
        {
            latency[latencyClass].Take();
            latency[latencyClass].Forget();
        }

        latency.Demotion.Phase = DemotionPhase.None;
        latency.Demotion.Stuck = null;
        latency.OfferTrial();
        node.LatencyShare = 1;
    }

    private static bool IsBad(AlternatorNode node) =>
        node.Latency.Demotion.Stuck is not null
        || node.Latency[LatencyClass.PointRead].IsSlow
        || node.Latency[LatencyClass.Write].IsSlow
        || node.Latency[LatencyClass.RangeOrBatch].IsSlow;

    private double Slowness(AlternatorNode node) =>
        _comparisons.Max(comparison => node.Latency[comparison.Class].IsSlow ? node.Latency[comparison.Class].Score / comparison.PeersOf(node) : 0) ?? 0;

    private string Comparison(AlternatorNode node)
    {
        var worst = _comparisons
            .Where(comparison => node.Latency[comparison.Class].IsSlow)
            .MaxBy(comparison => node.Latency[comparison.Class].Score / comparison.PeersOf(node))!;
        return string.Create(CultureInfo.InvariantCulture, $"{worst.Class} takes {node.Latency[worst.Class].Score:0.0} ms there with failures counted as slow, {worst.PeersOf(node):0.0} ms on its peers");
    }
}
