using AlternatorHandler.Nodes;

namespace AlternatorHandler.Health;

/// <summary>Detects stuck nodes, which have requests in flight and send no response, long before a timeout does.</summary>
internal sealed class StuckNodeDetector(NodeTable nodes, TimeProvider timeProvider)
{
    // While peers respond, a second of silence is caused by the node. Without peers to compare, the cause may be the network or a long scan.
    private static readonly TimeSpan SilenceWhilePeersRespond = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SilenceWithoutPeers = TimeSpan.FromSeconds(2);

    /// <summary>Calls <paramref name="stuck"/> for each stuck node, with the reason.</summary>
    /// <returns><see langword="true"/> if any node has requests in flight; otherwise, <see langword="false"/>.</returns>
    public bool Detect(Action<AlternatorNode, string> stuck)
    {
        var now = timeProvider.GetTimestamp();
        var snapshot = nodes.Current;
        var isBusy = false;
        foreach (var node in snapshot.All)
        {
            if (node.InFlight == 0)
            {
                continue;
            }

            isBusy = true;
            var silence = timeProvider.GetElapsedTime(Math.Max(node.LastResponseAt, node.BusySince), now);
            if (silence >= SilenceWithoutPeers || (silence >= SilenceWhilePeersRespond && snapshot.All.Any(other => other != node && HasRespondedRecently(other, now))))
            {
                stuck(node, $"no response for {silence.TotalSeconds:0.0} s");
            }
        }

        return isBusy;
    }

    private bool HasRespondedRecently(AlternatorNode node, long now) =>
        node.LastResponseAt != 0 && timeProvider.GetElapsedTime(node.LastResponseAt, now) < SilenceWhilePeersRespond;
}
