using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Discovery;

public sealed class DiscoveryLoadTests
{
    [Test]
    [Category("Slow")]
    public async Task A_thousand_clients_query_each_of_a_hundred_nodes_at_most_once_per_second()
    {
        const int Clients = 1000;
        const int Intervals = 100;
        var hosts = Enumerable.Range(1, 100).Select(i => $"10.0.0.{i}").ToArray();
        var transport = new ListingTransport();
        foreach (var host in hosts)
        {
            transport.SetList(host, hosts);
        }

        var clients = Enumerable.Range(0, Clients).Select(_ =>
        {
            var nodes = new TestNodes(hosts[..3]);
            nodes.List(hosts);
            nodes.States.MarkUpUnprobed(nodes.Table.Current.All);
            return nodes.Discovery(transport);
        }).ToArray();

        for (var interval = 0; interval < Intervals; interval++)
        {
            foreach (var client in clients)
            {
                Assert.That(await client.IsCurrentAsync(CancellationToken.None), Is.True);
            }
        }

        var seconds = Intervals * new AlternatorDiscoveryOptions().RefreshInterval.TotalSeconds;
        var counts = transport.Requests.CountBy(host => host).ToDictionary();
        Assert.That(counts, Has.Count.EqualTo(hosts.Length));
        Assert.That(counts.Values, Is.All.LessThanOrEqualTo(seconds));
    }

    [Test]
    public async Task A_different_list_or_a_missing_response_makes_the_node_list_stale([Values("more", "less", "silent")] string change)
    {
        var nodes = TestNodes.Up(2);
        var transport = new ListingTransport();
        string[] listed = change switch { "more" => ["10.0.0.1", "10.0.0.2", "10.0.0.3"], "less" => ["10.0.0.1"], _ => [] };
        if (change != "silent")
        {
            transport.SetList("10.0.0.1", listed);
            transport.SetList("10.0.0.2", listed);
        }

        Assert.That(await nodes.Discovery(transport).IsCurrentAsync(CancellationToken.None), Is.False);
        Assert.That(transport.Requests, Has.Count.EqualTo(1));
    }
}
