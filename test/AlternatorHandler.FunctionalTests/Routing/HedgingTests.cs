using AlternatorHandler.Testing;
using Amazon.Runtime;

namespace AlternatorHandler.FunctionalTests.Routing;

public sealed class HedgingTests
{
    [Test]
    public async Task A_slow_point_read_is_hedged_on_a_second_node_within_the_hedging_budget()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.EnforceAuthorization = true);
        await using var client = TestClient.Of(cluster, options => options.Hedging.Enabled = true, credentials: new BasicAWSCredentials("alternator", "secret"));
        await Orders.CreateAsync(client.DynamoDB);
        await client.DynamoDB.PutItemAsync(Orders.Put("a", 7));
        for (var i = 0; i < 300; i++)
        {
            await Orders.AmountAsync(client.DynamoDB, "a");
        }

        cluster.Nodes.ToList().ForEach(node => node.ClearRequests());
        for (var i = 0; i < 200; i++)
        {
            if (i % 50 == 10)
            {
                cluster.Nodes.ToList().ForEach(node => node.Faults.Clear());
                cluster[i / 50 % 3].Faults.Next(1, Fault.Delay(3.Seconds()), operation: "GetItem");
            }

            var start = TimeProvider.System.GetTimestamp();
            Assert.That(await Orders.AmountAsync(client.DynamoDB, "a"), Is.EqualTo(7));
            Assert.That(TimeProvider.System.GetElapsedTime(start), Is.LessThan(2.Seconds()));
        }

        Assert.That(cluster.Nodes.Sum(node => node.RequestCount), Is.InRange(203, 200 + (200 * 0.05) + 10));
        Assert.That(client.Cluster.Nodes.Select(node => (node.State, node.LastFailure)), Is.All.EqualTo((AlternatorNodeState.Up, (string?)null)));
    }

    [Test]
    public async Task Writes_and_scans_are_not_hedged_and_nothing_is_unless_it_is_switched_on([Values] bool isEnabled)
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(cluster, options =>
        {
            options.Hedging.Enabled = isEnabled;
            options.Hedging.MaxDelay = 20.Milliseconds();
            options.Hedging.MaxExtraRatio = 1;
        });
        await Orders.CreateAsync(client.DynamoDB);
        cluster.Nodes.ToList().ForEach(node => node.ClearRequests());
        cluster.Nodes.ToList().ForEach(node => node.Faults.Always(Fault.Delay(200.Milliseconds())));

        await client.DynamoDB.PutItemAsync(Orders.Put("a"));
        await client.DynamoDB.ScanAsync(new() { TableName = Orders.Table });
        Assert.That(cluster.Nodes.Sum(node => node.RequestCount), Is.EqualTo(2));
        await client.DynamoDB.GetItemAsync(Orders.Get("a"));
        Assert.That(cluster.Nodes.Sum(node => node.RequestCount), Is.EqualTo(isEnabled ? 4 : 3));
    }

    [Test]
    public async Task If_one_copy_fails_the_other_counts_and_if_both_fail_the_read_moves_on()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(cluster, options =>
        {
            options.Hedging.Enabled = true;
            options.Hedging.MinDelay = options.Hedging.MaxDelay = 20.Milliseconds();
            options.Hedging.MaxExtraRatio = 1;
        });
        await Orders.CreateAsync(client.DynamoDB);
        for (var failing = 1; failing <= 2; failing++)
        {
            foreach (var node in cluster.Nodes.Take(failing))
            {
                node.Faults.Always(Fault.ResetBeforeBody, operation: "GetItem");
            }

            for (var i = 0; i < 12; i++)
            {
                await client.DynamoDB.GetItemAsync(Orders.Get("a"));
            }
        }
    }
}
