using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Discovery;

public sealed class DiscoveryLoadTests
{
    [Test]
    public async Task A_thousand_quiet_clients_ask_each_of_a_hundred_nodes_once_a_second()
    {
        const int Clients = 1000;
        const int Intervals = 6;
        var hosts = Enumerable.Range(1, 100).Select(i => $"10.0.0.{i}").ToArray();
        var transport = new ListingTransport();
        foreach (var host in hosts)
        {
            transport.Lists(host, hosts);
        }

        var clients = Enumerable.Range(0, Clients).Select(_ =>
        {
            var nodes = new TestNodes(hosts[..3]);
            nodes.List(hosts);
            nodes.Health.AssumeUp(nodes.Table.Current.All);
            return nodes.Discovery(transport);
        }).ToArray();

        for (var interval = 0; interval < Intervals; interval++)
        {
            foreach (var client in clients)
            {
                Assert.That(await client.IsCurrentAsync(CancellationToken.None), Is.True);
            }
        }

        // Six intervals of ten seconds: a question a second for each node, but for chance.
        var counts = transport.Asked.CountBy(host => host).ToDictionary();
        Assert.That(transport.Asked, Has.Count.EqualTo(Clients * Intervals));
        Assert.That(counts.Values, Is.All.InRange(25, 110));
    }

    [Test]
    public async Task Anything_new_makes_the_list_stale([Values("more", "less", "silent")] string change)
    {
        var nodes = TestNodes.Up(2);
        var transport = new ListingTransport();
        string[] listed = change switch { "more" => ["10.0.0.1", "10.0.0.2", "10.0.0.3"], "less" => ["10.0.0.1"], _ => [] };
        if (change != "silent")
        {
            transport.Lists("10.0.0.1", listed);
            transport.Lists("10.0.0.2", listed);
        }

        Assert.That(await nodes.Discovery(transport).IsCurrentAsync(CancellationToken.None), Is.False);
        Assert.That(transport.Asked, Has.Count.EqualTo(1));
    }
}
