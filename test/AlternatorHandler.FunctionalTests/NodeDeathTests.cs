using AlternatorHandler.Testing;
using Amazon.DynamoDBv2;

namespace AlternatorHandler.FunctionalTests;

public sealed class NodeDeathTests
{
    [TestCase(1, TestName = "A_node_killed_under_load_fails_no_operation_and_returns_to_its_full_share")]
    [TestCase(0, TestName = "The_only_seed_killed_under_load_fails_no_operation_and_returns_to_its_full_share")]
    public async Task Killed_under_load(int killed)
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(cluster, options => options.HealthProbe.ProbationPeriod = 5.Seconds());
        await Orders.CreateAsync(client.DynamoDB);
        var node = cluster[killed];
        await using var load = Workers.Start(16, i => ReadOrWriteAsync(client.DynamoDB, i));
        await load.DoneAsync(500, 30.Seconds());

        await node.KillAsync();
        await client.WaitForStateAsync(node, AlternatorNodeState.Down, within: 1.Seconds());
        node.ClearRequests();
        await load.DoneAsync(2000, 30.Seconds());
        Assert.That(node.RequestCount, Is.Zero);

        await node.StartAsync();
        await client.WaitForStateAsync(node, AlternatorNodeState.Probation, within: 20.Seconds());
        await client.WaitForStateAsync(node, AlternatorNodeState.Up, within: 40.Seconds());

        // Three thousand operations at a time, because its connections are new: the first of them may be slower on a busy machine.
        var up = TimeProvider.System.GetTimestamp();
        int[] counts;
        do
        {
            foreach (var member in cluster.Nodes)
            {
                member.ClearRequests();
            }

            await load.DoneAsync(3000, 30.Seconds());
            counts = [.. cluster.Nodes.Select(member => member.RequestCount)];
        }
        while (counts[killed] <= counts.Sum() * 0.3 && TimeProvider.System.GetElapsedTime(up) < 20.Seconds());

        await load.StopAsync();
        Assert.That(load.Failures, Is.Empty);
        Assert.That(counts[killed], Is.GreaterThan(counts.Sum() * 0.3), string.Join(", ", counts));
    }

    [Test]
    public async Task When_the_last_usable_node_fails_a_node_that_is_back_and_not_yet_probed_serves()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(cluster, options => options.HealthProbe.Interval = options.HealthProbe.MaxInterval = 600.Seconds());
        await Orders.CreateAsync(client.DynamoDB);
        foreach (var node in cluster.Nodes.Skip(1))
        {
            await node.KillAsync();
        }

        await using var load = Workers.Start(2, _ => client.DynamoDB.GetItemAsync(Orders.Get("a")));
        await Eventually.TrueAsync(() => client.Cluster.Nodes.Count(node => node.State == AlternatorNodeState.Down) == 2, 20.Seconds());
        await load.StopAsync();
        foreach (var node in cluster.Nodes.Skip(1))
        {
            await node.StartAsync();
            node.ClearRequests();
        }

        cluster[0].Faults.Always(Fault.ResetBeforeBody);
        await client.DynamoDB.GetItemAsync(Orders.Get("a"));

        Assert.That(cluster.Nodes.Skip(1).Sum(node => node.RequestCount), Is.EqualTo(1));
        Assert.That(load.Failures, Is.Empty);
    }

    [Test]
    public async Task All_nodes_replaced_one_by_one_while_running_fails_no_operation()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(cluster, options => options.Discovery.RefreshInterval = 200.Milliseconds());
        await Orders.CreateAsync(client.DynamoDB);
        await using var load = Workers.Start(8, i => ReadOrWriteAsync(client.DynamoDB, i));
        await load.DoneAsync(200, 30.Seconds());

        foreach (var old in cluster.Nodes.ToArray())
        {
            var added = await cluster.AddNodeAsync();
            await Eventually.TrueAsync(() => added.RequestCount > 0, 10.Seconds());
            await cluster.RemoveNodeAsync(old);
            await Eventually.TrueAsync(() => client.Cluster.Nodes.All(node => node.Address != old.Address), 10.Seconds());
        }

        await load.DoneAsync(500, 30.Seconds());
        await load.StopAsync();
        Assert.That(load.Failures, Is.Empty);
        Assert.That(client.Cluster.Nodes.Select(node => node.Address), Is.EquivalentTo(cluster.Addresses));
        Assert.That(client.Cluster.Nodes.Select(node => node.State), Is.All.Not.EqualTo(AlternatorNodeState.Down));
    }

    [Test]
    public async Task With_all_nodes_down_an_operation_fails_soon_and_names_each_node()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(cluster);
        await client.DynamoDB.ListTablesAsync();
        await Task.WhenAll(cluster.Nodes.Select(node => node.KillAsync()));

        var start = TimeProvider.System.GetTimestamp();
        var failure = await Failure.OfAsync(() => client.DynamoDB.ListTablesAsync());

        Assert.That(TimeProvider.System.GetElapsedTime(start), Is.LessThan(5.Seconds()));
        Assert.That(failure, Is.InstanceOf<HttpRequestException>());
        Assert.That(failure.Message, Does.StartWith("No usable Alternator node: "));
        foreach (var node in cluster.Nodes)
        {
            Assert.That(failure.Message, Does.Match($"{node.Host}:{cluster.Port} Down for \\d+ s \\(connection (refused|reset).*\\)"));
        }
    }

    [Test]
    public async Task With_all_nodes_hung_and_down_an_operation_fails_within_five_seconds()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(cluster);
        await client.DynamoDB.ListTablesAsync();
        foreach (var node in cluster.Nodes)
        {
            node.Faults.Always(Fault.Hang, FaultScope.Everything);
        }

        var first = Failure.OfAsync(() => Task.WhenAll(Enumerable.Range(0, 9).Select(_ => client.DynamoDB.ListTablesAsync())));
        await Eventually.TrueAsync(() => client.Cluster.Nodes.All(node => node.State == AlternatorNodeState.Down), 20.Seconds());
        await first;

        var start = TimeProvider.System.GetTimestamp();
        var failure = await Failure.OfAsync(() => client.DynamoDB.ListTablesAsync());
        Assert.That(TimeProvider.System.GetElapsedTime(start), Is.LessThan(5.Seconds()));
        Assert.That(failure.Message, Does.StartWith("No usable Alternator node: "));
    }

    [Test]
    public async Task A_hundred_callers_in_an_outage_cause_probes_by_node_and_not_by_caller()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(cluster);
        await client.DynamoDB.ListTablesAsync();
        foreach (var node in cluster.Nodes)
        {
            node.Faults.Always(Fault.Hang, FaultScope.Everything);
            node.ClearRequests();
        }

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Failure.OfAsync(() => client.DynamoDB.ListTablesAsync())));

        // Each node is probed when it is found stuck and with growing pauses after that: over some ten seconds not ten times.
        var probes = cluster.Nodes.Select(node => node.Requests.Count(request => request is { Method: "GET", Path: "/" })).ToArray();
        Assert.That(probes, Is.All.InRange(1, 10), string.Join(", ", probes));
    }

    [Test]
    public async Task When_nodes_return_from_an_outage_so_does_service()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(cluster);
        await client.DynamoDB.ListTablesAsync();
        await Task.WhenAll(cluster.Nodes.Select(node => node.KillAsync()));
        await Failure.OfAsync(() => client.DynamoDB.ListTablesAsync());

        await Task.WhenAll(cluster.Nodes.Select(node => node.StartAsync()));

        await client.DynamoDB.ListTablesAsync();
        await Eventually.TrueAsync(() => client.Cluster.Nodes.All(node => node.State != AlternatorNodeState.Down), 10.Seconds());
    }

    [Test]
    public async Task Without_callers_service_returns_by_probes()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(cluster);
        await client.DynamoDB.ListTablesAsync();
        await Task.WhenAll(cluster.Nodes.Select(node => node.KillAsync()));
        await Failure.OfAsync(() => client.DynamoDB.ListTablesAsync());

        await Task.WhenAll(cluster.Nodes.Select(node => node.StartAsync()));

        await Eventually.TrueAsync(() => client.Cluster.Nodes.All(node => node.State != AlternatorNodeState.Down), 5.Seconds());
    }

    private static Task ReadOrWriteAsync(IAmazonDynamoDB client, int i) =>
        i % 2 == 0 ? client.GetItemAsync(Orders.Get($"order-{i % 50}")) : client.PutItemAsync(Orders.Put($"order-{i % 50}"));
}
