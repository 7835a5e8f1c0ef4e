using System.Globalization;
using AlternatorHandler.Testing;
using Amazon.DynamoDBv2.Model;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace AlternatorHandler.FunctionalTests;

public sealed class SlowNodeTests
{
    // Again, because what else runs on the machine may fall on one of the three measurements alone. What is lost without demotion, a third, is lost every time.
    [Retry(3)]
    [TestCase(0, Description = "bound by the processor")]
    [TestCase(10, Description = "bound by the nodes: a worker that waits is work undone")]
    public async Task A_node_50_ms_slower_costs_little_throughput_and_gets_its_full_share_again_when_it_heals(int milliseconds)
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.RecordedRequestLimit = 0);
        using var log = new FakeLoggerProvider();
        await using var client = TestClient.Of(cluster, services: services => services.AddLogging(logging => logging.AddProvider(log)));
        await Orders.CreateAsync(client.DynamoDB);
        foreach (var node in cluster.Nodes)
        {
            node.Faults.Always(Fault.Delay(milliseconds.Milliseconds()));
        }

        await using var load = Workers.Start(16, i => client.DynamoDB.GetItemAsync(Orders.Get($"order-{i % 50}")));
        await load.DoneAsync(3000, 60.Seconds());

        // Healthy, slow, healthy: what else the machine does at the time falls on both.
        var healthy = await RateAsync(load, 2.Seconds());

        cluster[1].Faults.Always(Fault.Delay((milliseconds + 50).Milliseconds()));
        await Eventually.TrueAsync(() => Demotions(log) == 1, within: 5.Seconds());
        Clear(cluster);
        var slow = await RateAsync(load, 4.Seconds());
        Assert.That(ShareOf(cluster, 1), Is.LessThan(0.05), Counts(cluster));

        cluster[1].Faults.Always(Fault.Delay(milliseconds.Milliseconds()));
        var healed = TimeProvider.System.GetTimestamp();
        await Eventually.TrueAsync(() => Returns(log) == 1, within: 30.Seconds());
        TestContext.Out.WriteLine($"back after {TimeProvider.System.GetElapsedTime(healed).TotalSeconds:0.0} s");
        Clear(cluster);
        healthy = (healthy + await RateAsync(load, 2.Seconds())) / 2;
        await load.StopAsync();

        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"healthy {healthy:0}/s, with a slow node {slow:0}/s: {slow / healthy:0.00}"));
        Assert.That(ShareOf(cluster, 1), Is.GreaterThan(0.3), Counts(cluster));

        // Without that time the processor is what limits the rate, and how much of it there is depends on what else runs.
        if (milliseconds > 0)
        {
            Assert.That(slow / healthy, Is.GreaterThanOrEqualTo(0.85));
        }

        Assert.That(load.Failures, Is.Empty);
        Assert.That((Demotions(log), Returns(log)), Is.EqualTo((1, 1)), string.Join("\n", log.Collector.Messages));
    }

    [Test]
    public async Task One_of_two_nodes_that_is_slow_is_spared_as_well()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.NodeCount = 2);
        await using var client = TestClient.Of(cluster);
        await Orders.CreateAsync(client.DynamoDB);
        cluster[1].Faults.Always(Fault.Delay(50.Milliseconds()));
        await using var load = Workers.Start(16, i => client.DynamoDB.PutItemAsync(Orders.Put($"order-{i % 50}")));
        await load.DoneAsync(2000, 60.Seconds());
        Clear(cluster);
        await load.DoneAsync(5000, 60.Seconds());
        await load.StopAsync();

        Assert.That(ShareOf(cluster, 1), Is.LessThan(0.02), Counts(cluster));
    }

    [Test]
    public async Task One_of_six_nodes_that_returns_500_at_once_gets_few_requests()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.NodeCount = 6);
        await using var client = TestClient.Of(cluster);
        await Orders.CreateAsync(client.DynamoDB);
        await using var load = Workers.Start(16, i => client.DynamoDB.GetItemAsync(Orders.Get($"order-{i % 50}")));
        await load.DoneAsync(1000, 30.Seconds());

        cluster[2].Faults.Always(Fault.InternalServerError("broken"));
        await RateAsync(load, 2.Seconds());
        Clear(cluster);
        await load.DoneAsync(5000, 30.Seconds());
        await load.StopAsync();

        Assert.That(ShareOf(cluster, 2), Is.LessThan(0.02), Counts(cluster));
        Assert.That(load.Failures, Is.Empty);
    }

    [Test]
    public async Task A_node_that_sheds_at_once_gets_few_requests_and_no_operation_fails()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        using var log = new FakeLoggerProvider();
        await using var client = TestClient.Of(cluster, services: services => services.AddLogging(logging => logging.AddProvider(log)));
        await Orders.CreateAsync(client.DynamoDB);

        // Paced: at full speed, a fast machine sends more requests to the node before latencies are first compared than the retry budget allows to move.
        await using var load = Workers.Start(16, async i =>
        {
            await client.DynamoDB.PutItemAsync(Orders.Put($"order-{i % 50}"));
            await Task.Delay(10.Milliseconds(), TimeProvider.System);
        });
        await load.DoneAsync(1000, 30.Seconds());

        cluster[2].Faults.Always(Fault.Shed);
        await Eventually.TrueAsync(() => Demotions(log) == 1, within: 5.Seconds());
        Clear(cluster);
        await load.DoneAsync(3000, 30.Seconds());
        await load.StopAsync();

        Assert.That(ShareOf(cluster, 2), Is.LessThan(0.02), Counts(cluster));
        Assert.That(client.Status(cluster[2]).State, Is.EqualTo(AlternatorNodeState.Up));
        Assert.That(load.Failures, Is.Empty);
    }

    [Test]
    public async Task When_all_nodes_return_500_none_is_down_or_gets_less_than_its_peers()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        using var log = new FakeLoggerProvider();
        await using var client = TestClient.Of(cluster, services: services => services.AddLogging(logging => logging.AddProvider(log)));
        await Orders.CreateAsync(client.DynamoDB);
        await using var load = Workers.Start(16, i => client.DynamoDB.GetItemAsync(Orders.Get($"order-{i % 50}")));
        await load.DoneAsync(1000, 30.Seconds());

        foreach (var node in cluster.Nodes)
        {
            node.Faults.Always(Fault.InternalServerError("Cannot achieve consistency level for cl LOCAL_QUORUM"));
        }

        await RateAsync(load, 3.Seconds());
        Clear(cluster);
        await load.DoneAsync(2000, 30.Seconds());
        foreach (var node in cluster.Nodes)
        {
            node.Faults.Clear();
        }

        await RateAsync(load, 3.Seconds());
        await load.StopAsync();

        Assert.That(Demotions(log), Is.Zero, string.Join("\n", log.Collector.Messages));
        Assert.That(client.Cluster.Nodes.Select(node => node.State), Is.All.EqualTo(AlternatorNodeState.Up));
        Assert.That(cluster.Nodes.Select((_, i) => ShareOf(cluster, i)), Is.All.GreaterThan(0.25), Counts(cluster));
    }

    [Test]
    public async Task A_node_that_is_given_all_the_scans_is_not_demoted_for_it()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        using var log = new FakeLoggerProvider();
        await using var client = TestClient.Of(cluster, services: services => services.AddLogging(logging => logging.AddProvider(log)));
        await Orders.CreateAsync(client.DynamoDB);

        // Scans take long on every node; only one node's are many.
        foreach (var node in cluster.Nodes)
        {
            node.Faults.Always(Fault.Delay(80.Milliseconds()), operation: "Scan");
        }

        await using var load = Workers.Start(8, i => i % 20 == 0
            ? client.DynamoDB.ScanAsync(new ScanRequest { TableName = Orders.Table })
            : client.DynamoDB.GetItemAsync(Orders.Get($"order-{i % 50}")));
        await load.DoneAsync(300, 30.Seconds());
        await RateAsync(load, 4.Seconds());
        await load.StopAsync();

        Assert.That(Demotions(log), Is.Zero, string.Join("\n", log.Collector.Messages));
    }

    [Test]
    public async Task A_silent_node_is_spared_before_its_probe_has_failed()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        using var log = new FakeLoggerProvider();

        // Turns, for the policy that counts requests in flight would spare it as well.
        await using var client = TestClient.Of(
            cluster,
            options => options.LoadBalancingPolicy = AlternatorLoadBalancingPolicies.RoundRobin,
            services => services.AddLogging(logging => logging.AddProvider(log)));
        await Orders.CreateAsync(client.DynamoDB);
        await using var load = Arrivals.Start(TimeSpan.FromMilliseconds(10), i => client.DynamoDB.GetItemAsync(Orders.Get($"order-{i % 50}")));
        await load.SentAsync(100, 30.Seconds());

        // It answers probes: nothing but its silence speaks against it.
        cluster[1].Faults.Always(Fault.Delay(5.Seconds()));
        await Eventually.TrueAsync(() => IsDemoted(log, cluster[1]), within: 4.Seconds());
        cluster[1].ClearRequests();
        await load.SentAsync(100, 30.Seconds());

        Assert.That(cluster[1].RequestCount, Is.LessThanOrEqualTo(2));
        Assert.That(client.Status(cluster[1]).State, Is.EqualTo(AlternatorNodeState.Up));
    }

    private static async Task<double> RateAsync(Workers load, TimeSpan time)
    {
        var before = load.Operations;
        var start = TimeProvider.System.GetTimestamp();
        await Eventually.TrueAsync(() => TimeProvider.System.GetElapsedTime(start) >= time, time * 2);
        return (load.Operations - before) / TimeProvider.System.GetElapsedTime(start).TotalSeconds;
    }

    private static int Demotions(FakeLoggerProvider log) => log.Collector.Of("NodeDemoted").Count;

    private static bool IsDemoted(FakeLoggerProvider log, AlternatorTestNode node) =>
        log.Collector.Of("NodeDemoted").Any(record => record.Message.Contains($"//{node.Host}:", StringComparison.Ordinal));

    private static int Returns(FakeLoggerProvider log) => log.Collector.Of("NodeNoLongerDemoted").Count;

    private static void Clear(AlternatorTestCluster cluster)
    {
        foreach (var node in cluster.Nodes)
        {
            node.ClearRequests();
        }
    }

    private static double ShareOf(AlternatorTestCluster cluster, int node) => (double)cluster[node].RequestCount / cluster.Nodes.Sum(other => other.RequestCount);

    private static string Counts(AlternatorTestCluster cluster) => string.Join(", ", cluster.Nodes.Select(node => node.RequestCount));
}
