using AlternatorHandler.Discovery;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Discovery;

public sealed class SeedAndScopeChangeTests
{
    private readonly ListingTransport _transport = new();

    [Test]
    public async Task New_seeds_are_queried_at_the_next_refresh()
    {
        var nodes = new TestNodes(["10.0.0.1"], Options(["10.0.0.1"]));
        var discovery = nodes.Discovery(_transport);
        _transport.SetList("10.0.0.1", "10.0.0.1", "10.0.0.2");
        _transport.SetList("10.0.0.9", "10.0.0.2");
        _transport.SetList("10.0.0.2", "10.0.0.2");
        await RefreshAsync(discovery);

        nodes.Live.Replace(Options(["10.0.0.9"]));
        await RefreshAsync(discovery);

        Assert.That(TestNodes.Hosts(nodes.Table.Current.Seeds), Is.EqualTo("10.0.0.9"));
        Assert.That(_transport.Requests, Does.Contain("10.0.0.9"));
        Assert.That(TestNodes.Hosts(nodes.Table.Current.All), Is.EqualTo("10.0.0.1 10.0.0.2"), "a listed node stays, whether it is a seed or not");
    }

    [Test]
    public async Task New_scopes_replace_the_previous_scopes_when_they_have_a_usable_node()
    {
        var nodes = new TestNodes(["10.0.0.1"], Options(["10.0.0.1"], "dc1"));
        var discovery = nodes.Discovery(_transport);
        _transport.SetList("10.0.0.1?dc=dc1", "10.0.0.1");
        _transport.SetList("10.0.0.1?dc=dc2");
        await RefreshAsync(discovery);

        nodes.Live.Replace(Options(["10.0.0.1"], "dc2"));
        await RefreshAsync(discovery);
        Assert.That(Tiers(nodes), Is.EqualTo("dc2[] dc1[10.0.0.1]"), "only the previous scope has nodes");
        Assert.That(await discovery.IsCurrentAsync(CancellationToken.None).WaitAsync(20.Seconds()), Is.False);

        _transport.SetList("10.0.0.1?dc=dc2", "10.0.0.2");
        await RefreshAsync(discovery);
        Assert.That(Tiers(nodes), Is.EqualTo("dc2[10.0.0.2]"));
    }

    [Test]
    public async Task One_new_scope_with_a_usable_node_is_enough_to_replace_the_previous_scopes()
    {
        var nodes = new TestNodes(["10.0.0.1"], Options(["10.0.0.1"], "dc1"));
        var discovery = nodes.Discovery(_transport);
        _transport.SetList("10.0.0.1?dc=dc1", "10.0.0.1");
        _transport.SetList("10.0.0.1?dc=dc2");
        _transport.SetList("10.0.0.1?dc=dc3", "10.0.0.3");
        await RefreshAsync(discovery);

        nodes.Live.Replace(Options(["10.0.0.1"], "dc2", "dc3"));
        await RefreshAsync(discovery);

        Assert.That(Tiers(nodes), Is.EqualTo("dc2[] dc3[10.0.0.3]"));
    }

    [Test]
    public async Task Reordered_scopes_keep_their_nodes()
    {
        var nodes = new TestNodes(["10.0.0.1"], Options(["10.0.0.1"], "dc1", "dc2"));
        var discovery = nodes.Discovery(_transport);
        _transport.SetList("10.0.0.1?dc=dc1", "10.0.0.1");
        _transport.SetList("10.0.0.1?dc=dc2", "10.0.0.2");
        await RefreshAsync(discovery);
        var (first, second) = (nodes[0], nodes[1]);

        nodes.Live.Replace(Options(["10.0.0.1"], "dc2", "dc1"));
        await RefreshAsync(discovery);

        Assert.That(Tiers(nodes), Is.EqualTo("dc2[10.0.0.2] dc1[10.0.0.1]"));
        Assert.That((nodes[0], nodes[1]), Is.EqualTo((first, second)));
        Assert.That(nodes.Table.Current.Usable.Single(), Is.SameAs(second));
    }

    [Test]
    public async Task At_least_one_node_is_usable_at_any_time_while_scopes_change()
    {
        var nodes = new TestNodes(["10.0.0.1"], Options(["10.0.0.1"], "dc1"));
        var discovery = nodes.Discovery(_transport);
        for (var i = 1; i <= 2; i++)
        {
            foreach (var host in new[] { "10.0.0.1", "10.0.0.2" })
            {
                _transport.SetList($"{host}?dc=dc{i}", $"10.0.0.{i}");
            }
        }

        await RefreshAsync(discovery);
        var isChanging = true;
        var watching = Task.Run(() =>
        {
            var gaps = 0;
            while (Volatile.Read(ref isChanging))
            {
                gaps += nodes.Table.Current.Usable.Length == 0 ? 1 : 0;
            }

            return gaps;
        });
        for (var i = 0; i < 40; i++)
        {
            nodes.Live.Replace(Options(["10.0.0.1"], i % 2 == 0 ? "dc2" : "dc1"));
            await RefreshAsync(discovery);
        }

        Volatile.Write(ref isChanging, false);

        Assert.That(await watching.WaitAsync(20.Seconds()), Is.Zero);
    }

    private static string Tiers(TestNodes nodes) => string.Join(' ', nodes.Table.Current.Tiers.Select(tier => $"{tier.Scope.Datacenter}[{TestNodes.Hosts(tier.All)}]"));

    private static AlternatorOptions Options(string[] seeds, params string[] datacenters)
    {
        var options = new AlternatorOptions();
        Array.ForEach(seeds, seed => options.Seeds.Add(TestNodes.Address(seed)));
        Array.ForEach(datacenters, datacenter => options.Scopes.Add(new AlternatorRoutingScope(datacenter)));
        return options;
    }

    private static Task<string?> RefreshAsync(NodeDiscovery discovery) => discovery.RefreshAsync(CancellationToken.None).WaitAsync(20.Seconds());
}
