using AlternatorHandler.Testing;
using Amazon.DynamoDBv2.Model;

namespace AlternatorHandler.FunctionalTests;

public sealed class RetrySafetyTests
{
    [Test]
    public async Task A_refused_connection_is_retried_for_every_operation()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(cluster);
        await Orders.CreateAsync(client.DynamoDB);
        await client.DynamoDB.PutItemAsync(Orders.Put("counter", 0));

        await cluster[0].KillAsync();
        for (var i = 0; i < 3; i++)
        {
            await client.DynamoDB.UpdateItemAsync(Orders.Add("counter"));
        }

        Assert.That(await Orders.AmountAsync(client.DynamoDB, "counter"), Is.EqualTo(3));
    }

    [Test]
    public async Task An_ADD_whose_response_is_lost_is_not_sent_again_and_fails()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(cluster);
        await Orders.CreateAsync(client.DynamoDB);
        await client.DynamoDB.PutItemAsync(Orders.Put("counter", 0));
        foreach (var node in cluster.Nodes)
        {
            node.Faults.Next(1, Fault.LostReply, operation: "UpdateItem");
        }

        var failure = await Failure.OfAsync(() => client.DynamoDB.UpdateItemAsync(Orders.Add("counter")));

        Assert.That(failure, Is.InstanceOf<HttpRequestException>());
        Assert.That(failure.Message, Does.Match("UpdateItem failed: 127\\.0\\.0\\.\\d:\\d+ connection (reset|closed).* after \\d+ ms\\."));
        Assert.That(await Orders.AmountAsync(client.DynamoDB, "counter"), Is.EqualTo(1));
        Assert.That(cluster.Nodes.SelectMany(node => node.Requests).Count(request => request.Operation == "UpdateItem"), Is.EqualTo(1));
    }

    [TestCase(AlternatorRetryWritesMode.Idempotent, 2, 0)]
    [TestCase(AlternatorRetryWritesMode.Always, 2, 0)]
    [TestCase(AlternatorRetryWritesMode.Never, 1, 1)]
    public async Task A_put_whose_response_is_lost_is_sent_again_unless_disabled(AlternatorRetryWritesMode mode, int sends, int failures)
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(cluster, options => options.RetryWrites = mode);
        await Orders.CreateAsync(client.DynamoDB);
        foreach (var node in cluster.Nodes)
        {
            node.Faults.Next(1, Fault.LostReply, operation: "PutItem");
        }

        cluster[0].Faults.Clear();
        cluster[1].Faults.Clear();
        await using var load = Workers.Start(1, _ => client.DynamoDB.PutItemAsync(Orders.Put("a")));
        await Eventually.TrueAsync(() => cluster[2].Requests.Any(request => request.Fault is not null), 10.Seconds());
        await load.StopAsync();

        var puts = cluster.Nodes.Sum(node => node.Requests.Count(request => request.Operation == "PutItem"));
        Assert.That(load.Failures, Has.Count.EqualTo(failures));
        Assert.That(puts, Is.EqualTo(load.Operations + sends - 1));
    }

    [Test]
    public async Task A_shed_is_retried_on_another_node_at_once_for_every_operation()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();

        // A node closes the connection a moment after it has shed: a write that takes it in that moment may have been applied, and surfaces.
        await using var client = TestClient.Of(cluster, options => options.Transport.ConfigureSocketsHttpHandler = static handler => handler.PooledConnectionLifetime = TimeSpan.Zero);
        await Orders.CreateAsync(client.DynamoDB);
        await client.DynamoDB.PutItemAsync(Orders.Put("counter", 0));
        cluster[0].Faults.Always(Fault.Shed);
        cluster[1].Faults.Always(Fault.Shed);

        for (var i = 0; i < 10; i++)
        {
            await client.DynamoDB.UpdateItemAsync(Orders.Add("counter"));
        }

        Assert.That(await Orders.AmountAsync(client.DynamoDB, "counter"), Is.EqualTo(10));
        Assert.That(client.Cluster.Nodes.Select(node => node.State), Is.All.EqualTo(AlternatorNodeState.Up));
    }

    [Test]
    public async Task Throttling_backs_off_and_then_surfaces_as_the_servers_own_error()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(cluster);
        await Orders.CreateAsync(client.DynamoDB);
        foreach (var node in cluster.Nodes)
        {
            node.Faults.Always(Fault.Throttle(), operation: "GetItem");
            node.ClearRequests();
        }

        var failure = await Failure.OfAsync(() => client.DynamoDB.GetItemAsync(Orders.Get("a")));

        Assert.That(failure, Is.InstanceOf<ProvisionedThroughputExceededException>());
        var times = cluster.Nodes.SelectMany(node => node.Requests).Where(request => request.Operation == "GetItem").Select(request => request.Time).Order().ToArray();
        Assert.That(times, Has.Length.EqualTo(4));
        Assert.That(times[1] - times[0], Is.GreaterThan(40.Milliseconds()));
        Assert.That(times[3] - times[2], Is.GreaterThan(150.Milliseconds()));
        Assert.That(client.Cluster.Nodes.Select(node => node.State), Is.All.EqualTo(AlternatorNodeState.Up));
    }

    [Test]
    public async Task In_a_full_outage_a_thousand_calls_stay_in_the_retry_budget()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(cluster);
        await client.DynamoDB.ListTablesAsync();
        foreach (var node in cluster.Nodes)
        {
            node.Faults.Always(Fault.InternalServerError(ServerErrors.Unavailable));
            node.ClearRequests();
        }

        await Workers.RunAsync(16, 1000, _ => Failure.OfAsync(() => client.DynamoDB.ListTablesAsync()));

        // A fifth of the calls, and ten a second over the window of ten seconds.
        Assert.That(cluster.Nodes.Sum(node => node.RequestCount), Is.InRange(1000, 1200 + 100 + 16));
        Assert.That(client.Cluster.Nodes.Select(node => node.State), Is.All.EqualTo(AlternatorNodeState.Up));
    }

    [Test]
    public async Task One_node_that_returns_500_is_ejected()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(cluster);
        await client.DynamoDB.ListTablesAsync();
        cluster[1].Faults.Always(Fault.InternalServerError(ServerErrors.ReadTimeout));

        await using var load = Workers.Start(4, _ => client.DynamoDB.ListTablesAsync());
        await client.WaitForStateAsync(cluster[1], AlternatorNodeState.Down, within: 5.Seconds());
        await load.StopAsync();

        Assert.That(load.Failures, Is.Empty);
    }

    [Test]
    public async Task A_proxys_502_is_retried_and_takes_the_node_out()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(cluster);
        await client.DynamoDB.ListTablesAsync();
        cluster[1].Faults.Always(Fault.Status(502));

        await using var load = Workers.Start(4, _ => client.DynamoDB.ListTablesAsync());
        await client.WaitForStateAsync(cluster[1], AlternatorNodeState.Down, within: 5.Seconds());
        await load.StopAsync();

        Assert.That(load.Failures, Is.Empty);
    }
}
