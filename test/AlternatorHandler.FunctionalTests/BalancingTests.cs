using AlternatorHandler.Testing;

namespace AlternatorHandler.FunctionalTests;

public sealed class BalancingTests
{
    [Test]
    public async Task An_idle_healthy_cluster_is_loaded_exactly_equally()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(cluster);
        await Orders.CreateAsync(client.DynamoDB);
        foreach (var node in cluster.Nodes)
        {
            node.ClearRequests();
        }

        for (var i = 0; i < 3000; i++)
        {
            await client.DynamoDB.GetItemAsync(Orders.Get("none"));
        }

        Assert.That(cluster.Nodes.Select(node => node.RequestCount), Is.All.EqualTo(1000));
    }

    [Test]
    public async Task A_cluster_under_concurrent_load_is_loaded_equally()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(cluster);
        await Orders.CreateAsync(client.DynamoDB);
        var nodes = ((AlternatorCluster)client.Cluster).Parts.Nodes;
        bool AreSound() => nodes.Current.All.All(node => node.State == AlternatorNodeState.Up && node.Weight >= 1);

        // A busy machine makes nodes look slow or stuck, which then get less on purpose. The balance is measured while none does.
        var wereSound = false;
        for (var i = 0; i < 10 && !wereSound; i++)
        {
            await Eventually.TrueAsync(AreSound, 120.Seconds());
            cluster.Nodes.ToList().ForEach(node => node.ClearRequests());
            wereSound = true;
            await Workers.RunAsync(32, 6000, async _ =>
            {
                await client.DynamoDB.GetItemAsync(Orders.Get("none"));
                if (!AreSound())
                {
                    wereSound = false;
                }
            });
        }

        Assert.That(wereSound, Is.True);
        var counts = cluster.Nodes.Select(node => node.RequestCount).ToArray();
        Assert.That(counts.Sum(), Is.EqualTo(6000));
        Assert.That((double)counts.Max() / counts.Min(), Is.LessThanOrEqualTo(1.05), string.Join(", ", counts));
    }

    [TestCase(AlternatorLoadBalancingPolicies.LeastRequests)]
    [TestCase(AlternatorLoadBalancingPolicies.RoundRobin)]
    [TestCase(AlternatorLoadBalancingPolicies.Random)]
    public async Task Each_policy_reaches_all_nodes(string policy)
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(cluster, options => options.LoadBalancingPolicy = policy);

        for (var i = 0; i < 60; i++)
        {
            await client.DynamoDB.ListTablesAsync();
        }

        Assert.That(cluster.Nodes.Select(node => node.RequestCount), Is.All.GreaterThan(5));
    }
}
