using AlternatorHandler.Testing;

namespace AlternatorHandler.FunctionalTests.Hostile;

/// <summary>A node lists what is no node of the cluster. <c>127.0.0.66</c> listens, and must hear nothing.</summary>
public sealed class HostileListTests
{
    private const string Canary = "127.0.0.66";

    [TestCase("127.0.0.66:{0}")]
    [TestCase("user@127.0.0.66")]
    [TestCase("127.0.0.1@127.0.0.66")]
    [TestCase("http://127.0.0.66:{0}/")]
    [TestCase("127.0.0.66/")]
    [TestCase("127.0.0.66?x")]
    [TestCase("127.0.0.66#x")]
    [TestCase("127.0.0.66\\r\\nX: y")]
    [TestCase(" 127.0.0.66")]
    [TestCase("127.0.66")]
    [TestCase("2130706498")]
    [TestCase("0x7f.0.0.66")]
    [TestCase("0177.0.0.0102")]
    [TestCase("[127.0.0.66]")]
    [TestCase("::ffff:127.0.0.066")]
    [TestCase("::1%127.0.0.66")]
    [TestCase("127.0.0.66\\u0000")]
    [TestCase("\\u0661\\u0662\\u0667.0.0.66")]
    [TestCase("127\\u30020.0.66")]
    public async Task No_connection_is_made_to_what_the_list_was_refused_for(string entry)
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.NodeCount = 2);
        await using var canary = new RawNode(Canary, cluster.Port, _ => RawNode.Reply("[]"));
        var port = cluster.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        foreach (var node in cluster.Nodes)
        {
            node.LocalNodesBody = $"""["{cluster[0].Host}","{cluster[1].Host}","{entry.Replace("{0}", port, StringComparison.Ordinal)}"]""";
        }

        await using var client = TestClient.Of(cluster);
        for (var i = 0; i < 6; i++)
        {
            await client.DynamoDB.ListTablesAsync();
        }

        await client.Cluster.RefreshAsync();
        Assert.That(client.Cluster.Nodes.Select(node => node.Address), Is.EquivalentTo(cluster.Addresses));
        Assert.That(canary.Connections, Is.Zero);
    }

    [Test]
    public async Task A_listed_address_that_listens_is_found_by_these_tests()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.NodeCount = 1);
        await using var canary = new RawNode(Canary, cluster.Port, RawNode.Healthy("[]", _ => RawNode.Reply("{}")));
        cluster[0].LocalNodesBody = $"""["{cluster[0].Host}","{Canary}"]""";
        await using var client = TestClient.Of(cluster);

        await client.Cluster.RefreshAsync();

        await Eventually.TrueAsync(() => canary.Connections > 0, 10.Seconds());
    }

    [Test]
    public async Task A_list_of_ten_megabytes_is_refused_and_the_nodes_that_are_known_stay()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.NodeCount = 2);
        await using var client = TestClient.Of(cluster);
        await client.DynamoDB.ListTablesAsync();
        var list = $"[{string.Join(',', Enumerable.Repeat("\"127.0.0.66\"", 10 * 1024 * 1024 / 13))}]";
        foreach (var node in cluster.Nodes)
        {
            node.LocalNodesBody = list;
        }

        var failure = await Failure.OfAsync(() => client.Cluster.RefreshAsync());

        Assert.That(failure.Message, Does.Contain("the response is longer than 1048576 bytes"));
        Assert.That(client.Cluster.Nodes.Select(node => node.Address), Is.EquivalentTo(cluster.Addresses));
        await client.DynamoDB.ListTablesAsync();
    }
}
