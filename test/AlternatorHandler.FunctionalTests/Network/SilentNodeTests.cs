namespace AlternatorHandler.FunctionalTests.Network;

public sealed class SilentNodeTests : NetworkTest
{
    [Test]
    public async Task A_node_whose_packets_are_dropped_fails_no_operation_and_comes_back([Values] Direction direction)
    {
        await using var cluster = await NetworkCluster.StartAsync();
        await SurvivesAsync(
            $"packets dropped, {direction}",
            cluster,
            [cluster[1]],
            node => node.Cable.LoseAsync(direction),
            node => node.Cable.HealAsync());
    }

    [Test]
    public async Task A_node_whose_cable_is_pulled_fails_no_operation_and_comes_back()
    {
        await using var cluster = await NetworkCluster.StartAsync();
        await SurvivesAsync("cable pulled", cluster, [cluster[1]], node => node.UnplugAsync(), node => node.PlugInAsync());
    }

    [Test]
    public async Task A_cable_pulled_while_responses_are_in_flight_fails_no_operation()
    {
        // At any moment some reply of this size has begun and not ended.
        await using var cluster = await NetworkCluster.StartAsync(itemBytes: 1024 * 1024);
        await SurvivesAsync("cable pulled in the middle of replies", cluster, [cluster[1]], node => node.UnplugAsync(), node => node.PlugInAsync());
    }

    [Test]
    public async Task A_partition_from_half_of_the_nodes_fails_no_operation()
    {
        await using var cluster = await NetworkCluster.StartAsync(4);
        await SurvivesAsync("partition from 2 of 4 nodes", cluster, [cluster[0], cluster[1]], node => node.Cable.LoseAsync(Direction.Both), node => node.Cable.HealAsync());
    }

    private static async Task SurvivesAsync(string what, NetworkCluster cluster, NetworkNode[] silenced, Func<NetworkNode, Task> silence, Func<NetworkNode, Task> heal)
    {
        using var measurement = new Measurement();
        await using var client = ClientOf(cluster);
        await using var load = Load(client);
        await WarmUpAsync(client, cluster, load);

        await Task.WhenAll(silenced.Select(silence));
        measurement.Restart();
        await Eventually.TrueAsync(() => silenced.All(node => IsIn(client, node, AlternatorNodeState.Down)), within: 15.Seconds());
        var avoided = measurement.Elapsed;

        // Attempts are counted when they end: those that were in flight do so now, then there must be nothing more.
        await Eventually.TrueAsync(() => silenced.All(node => client.Cluster.Nodes.Single(status => status.Address == node.Uri).InFlight == 0), within: 5.Seconds());

        // An attempt is measured a moment after it has ended, which on a busy machine lasts as long as many operations of other workers.
        await load.DoneAsync(WorkerCount * 100, 60.Seconds());
        measurement.Restart();
        await load.DoneAsync(1000, 60.Seconds());
        Assert.That(silenced.Sum(measurement.On), Is.Zero, "attempts on nodes that are down");

        await Task.WhenAll(silenced.Select(heal));
        measurement.Restart();
        await Eventually.TrueAsync(() => silenced.All(node => IsIn(client, node, AlternatorNodeState.Up)), within: 60.Seconds());
        var up = measurement.Elapsed;
        var back = up;
        foreach (var node in silenced)
        {
            back += await ShareIsBackAsync(cluster, node, measurement, load, within: 60.Seconds());
        }

        await load.StopAsync();
        Measurement.Report(what, load, ("avoided after", avoided), ("healed: up after", up), ("half of its share after", back));
        Assert.That(load.Failures, Is.Empty);
        Assert.That(load.Longest, Is.LessThan(6.Seconds()));
    }
}
