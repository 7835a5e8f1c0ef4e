using AlternatorHandler.Testing;

namespace AlternatorHandler.Rigs.Reliability.Drills;

/// <summary>What happens to a cluster in its ordinary life.</summary>
internal static class AllDrills
{
    // ScyllaDB lists a restarting node that long before it listens (scylladb#26326).
    private const double ListedBeforeListening = 13;

    // Its peers notice a crash that much later.
    private const double CrashUnnoticed = 20;

    private const double DrainAnnounced = 2;
    private const double Restart = 5;
    private const double BetweenSteps = 3;

    public static readonly Drill RollingRestart = new("rolling restart of 6 nodes", 6, async stage =>
    {
        foreach (var node in stage.Cluster.Nodes)
        {
            // The port closes first, and only then the drained node leaves the list.
            await node.DrainAsync();
            node.IsListed = true;
            await stage.PassAsync(DrainAnnounced);
            node.IsListed = false;
            await stage.PassAsync(Restart);
            node.IsListed = true;
            await stage.PassAsync(ListedBeforeListening);
            await node.StartAsync();
            await stage.InServiceAsync(node);
            await DrillStage.WorkedAsync(node, 10);
        }
    });

    public static readonly Drill Decommission = new("decommission of 3 of 6 nodes", 6, async stage =>
    {
        foreach (var node in stage.Cluster.Nodes.Take(3).ToArray())
        {
            await stage.PassAsync(BetweenSteps);
            await stage.Cluster.RemoveNodeAsync(node);
            await stage.ForgottenAsync(node);
        }
    });

    public static readonly Drill Replacement = new("crash and replacement of all 6 nodes by others with new addresses", 6, async stage =>
    {
        foreach (var old in stage.Cluster.Nodes.ToArray())
        {
            await old.KillAsync();
            await stage.PassAsync(CrashUnnoticed);
            old.IsListed = false;
            var replacement = await stage.Cluster.AddNodeAsync();
            await stage.InServiceAsync(replacement);
            await stage.Cluster.RemoveNodeAsync(old);
            await stage.ForgottenAsync(old);
        }
    });

    public static readonly Drill Growth = new("3 nodes become 30", 3, async stage =>
    {
        var added = new List<AlternatorTestNode>();
        for (var i = 0; i < 27; i++)
        {
            added.Add(await stage.Cluster.AddNodeAsync());
            await stage.PassAsync(BetweenSteps);
        }

        await Task.WhenAll(added.Select(stage.InServiceAsync));
        await Task.WhenAll(stage.Cluster.Nodes.Select(node => DrillStage.WorkedAsync(node, 10)));
    });

    public static IReadOnlyList<Drill> List { get; } = [RollingRestart, Decommission, Replacement, Growth];
}
