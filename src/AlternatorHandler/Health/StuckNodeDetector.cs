using AlternatorHandler.Nodes;

namespace AlternatorHandler.Health;

/// <summary>Finds nodes that hold requests and answer none, long before a timeout would tell.</summary>
internal sealed class StuckNodeDetector(NodeTable nodes, TimeProvider timeProvider)
{
    // While peers answer, a second of silence is the node's own; with nobody to compare it may be the network's or a long scan's.
    private static readonly TimeSpan SilenceAmongAnswering = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SilenceAlone = TimeSpan.FromSeconds(2);

    /// <summary>Calls <paramref name="stuck"/> for each node that is stuck, with the words for it.</summary>
    /// <returns>Whether any node has requests in flight.</returns>
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
            var silent = timeProvider.GetElapsedTime(Math.Max(node.LastAnswer, node.BusySince), now);
            if (silent >= SilenceAlone || (silent >= SilenceAmongAnswering && snapshot.All.Any(other => other != node && AnsweredLately(other, now))))
            {
                stuck(node, $"no answer for {silent.TotalSeconds:0.0} s");
            }
        }

        return isBusy;
    }

    private bool AnsweredLately(AlternatorNode node, long now) =>
        node.LastAnswer != 0 && timeProvider.GetElapsedTime(node.LastAnswer, now) < SilenceAmongAnswering;
}
