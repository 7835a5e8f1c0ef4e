using AlternatorHandler.Testing;

namespace AlternatorHandler.FunctionalTests.Routing;

public sealed class ManyNodesTests
{
    [Test]
    public async Task A_refresh_to_a_thousand_nodes_causes_no_pause_in_traffic()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(cluster, options => options.Discovery.RefreshInterval = 200.Milliseconds());
        await Orders.CreateAsync(client.DynamoDB);
        await using var load = Workers.Start(4, i => client.DynamoDB.GetItemAsync(Orders.Get($"{i}")));
        await load.DoneAsync(500, 30.Seconds());

        // Three nodes that are there and 997 that refuse connections: all of them are probed as soon as they are listed.
        var listed = string.Join(',', Enumerable.Range(0, 997).Select(i => $"\"127.9.{i / 250}.{1 + (i % 250)}\"").Concat(cluster.Nodes.Select(node => $"\"{node.Host}\"")));
        foreach (var node in cluster.Nodes)
        {
            node.LocalNodesBody = $"[{listed}]";
        }

        await Eventually.TrueAsync(() => client.Cluster.Nodes.Count == 1000, 20.Seconds());
        await load.DoneAsync(500, 30.Seconds());
        foreach (var node in cluster.Nodes)
        {
            node.LocalNodesBody = null;
        }

        await Eventually.TrueAsync(() => client.Cluster.Nodes.Count == 3, 20.Seconds());
        await load.StopAsync();

        Assert.That(load.Failures, Is.Empty);
        Assert.That(load.Longest, Is.LessThan(2.Seconds()));
    }
}
