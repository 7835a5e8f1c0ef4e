using AlternatorHandler.Testing;

namespace AlternatorHandler.FunctionalTests;

[Parallelizable]
public sealed class HungNodeTests
{
    [Test]
    public async Task A_hung_node_delays_each_operation_in_flight_once_and_none_longer_than_four_seconds()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(cluster);
        await Orders.CreateAsync(client.DynamoDB);
        await using var load = Workers.Start(16, i => client.DynamoDB.GetItemAsync(Orders.Get($"{i}")));
        await load.DoneAsync(300, 30.Seconds());

        cluster[1].Faults.Always(Fault.Hang, FaultScope.Everything);
        cluster[1].ClearRequests();
        await client.WaitForStateAsync(cluster[1], AlternatorNodeState.Down, within: 5.Seconds());
        await load.DoneAsync(1000, 30.Seconds());
        await load.StopAsync();

        Assert.That(load.Failures, Is.Empty);
        Assert.That(load.Longest, Is.LessThan(4.Seconds()));
        Assert.That(cluster[1].RequestCount, Is.LessThanOrEqualTo(16));
    }

    [Test]
    public async Task A_first_seed_that_hangs_at_start_does_not_delay_the_first_operation()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        cluster[0].Faults.Always(Fault.Hang, FaultScope.Everything);
        await using var client = TestClient.Of(cluster, options => options.Seeds.Add(cluster.Addresses[1]));

        var start = TimeProvider.System.GetTimestamp();
        await client.DynamoDB.ListTablesAsync();

        Assert.That(TimeProvider.System.GetElapsedTime(start), Is.LessThan(3.Seconds()));
    }

    [Test]
    public async Task A_hung_node_without_active_peers_is_probed_and_abandoned()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(cluster);
        await client.DynamoDB.ListTablesAsync();
        foreach (var node in cluster.Nodes)
        {
            node.Faults.Next(1, Fault.Hang);
            node.Faults.Always(Fault.Hang, FaultScope.Health);
        }

        var start = TimeProvider.System.GetTimestamp();
        await client.DynamoDB.ListTablesAsync();

        // 2 s of silence and 2 s for the probe, then another node.
        Assert.That(TimeProvider.System.GetElapsedTime(start), Is.LessThan(15.Seconds()));
    }

    [Test]
    public async Task A_slow_operation_on_a_node_that_responds_to_probes_is_not_interrupted()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(cluster);
        await client.DynamoDB.ListTablesAsync();
        foreach (var node in cluster.Nodes)
        {
            node.Faults.Next(1, Fault.Delay(4.Seconds()));
            node.ClearRequests();
        }

        await client.DynamoDB.ListTablesAsync();

        Assert.That(cluster.Nodes.Sum(node => node.RequestCount), Is.EqualTo(1));
        Assert.That(client.Cluster.Nodes.Select(node => node.State), Is.All.EqualTo(AlternatorNodeState.Up));
    }
}
