using AlternatorHandler.Discovery;
using AlternatorHandler.Telemetry;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Discovery;

public sealed class CurrentListTests
{
    private readonly ListingTransport _transport = new();

    [Test]
    public async Task A_current_list_is_confirmed_by_one_seed_or_usable_node_in_turn()
    {
        using var meters = new TestMeterFactory();
        using var refreshes = meters.Collect<long>("alternator.client.discovery.refreshes");
        var nodes = new TestNodes(["seed.example"], metrics: new AlternatorMetrics(meters));
        nodes.List("10.0.0.1", "10.0.0.2", "10.0.0.3");
        nodes.States.MarkUpUnprobed(nodes.Table.Current.All);
        nodes.States.MarkDown(nodes[2], "refused");
        foreach (var host in new[] { "seed.example", "10.0.0.1", "10.0.0.2", "10.0.0.3" })
        {
            _transport.SetList(host, "10.0.0.1", "10.0.0.2", "10.0.0.3");
        }

        var discovery = nodes.Discovery(_transport, resolver: new EmptyResolver());
        for (var i = 0; i < 9; i++)
        {
            Assert.That(await IsCurrentAsync(discovery), Is.True);
            Assert.That(discovery.Sources, Is.EqualTo([$"{_transport.Requests.Last()}:8000"]));
        }

        Assert.That(_transport.Requests.Order().Take(9), Is.EqualTo(Enumerable.Repeat("10.0.0.1", 3).Concat(Enumerable.Repeat("10.0.0.2", 3)).Concat(Enumerable.Repeat("seed.example", 3))));
        Assert.That(refreshes.Measurements().Select(refresh => refresh.Tags), Has.Exactly(9).Not.Contains("error").And.Exactly(9).Items);
    }

    [Test]
    public async Task A_list_is_not_current_if_the_query_of_one_scope_failed()
    {
        var options = new AlternatorOptions();
        options.Scopes.Add(new AlternatorRoutingScope("dc1"));
        options.Scopes.Add(new AlternatorRoutingScope());
        var nodes = new TestNodes(["10.0.0.1"], options);
        nodes.List("10.0.0.1");
        nodes.Table.Replace(1, [TestNodes.Address("10.0.0.1")], _ => { });
        nodes.States.MarkUpUnprobed(nodes.Table.Current.All);
        _transport.SetList("10.0.0.1?dc=dc1", "10.0.0.1");

        Assert.That(await IsCurrentAsync(nodes.Discovery(_transport)), Is.False);

        _transport.SetList("10.0.0.1", "10.0.0.1");
        Assert.That(await IsCurrentAsync(nodes.Discovery(_transport)), Is.True);
    }

    [Test]
    public async Task The_sources_of_a_list_are_the_nodes_that_listed_at_least_one_node()
    {
        var nodes = TestNodes.Up(3);
        _transport.SetList("10.0.0.1", "10.0.0.1", "10.0.0.2", "10.0.0.3");
        _transport.SetList("10.0.0.2");
        var discovery = nodes.Discovery(_transport);

        await discovery.RefreshAsync(CancellationToken.None).WaitAsync(20.Seconds());

        Assert.That(discovery.Sources, Is.EqualTo(["10.0.0.1:8000"]));
    }

    [Test]
    public async Task An_empty_list_of_a_scope_is_a_response_that_releases_the_first_request()
    {
        var options = new AlternatorOptions();
        options.Scopes.Add(new AlternatorRoutingScope("dc1"));
        options.Scopes.Add(new AlternatorRoutingScope("dc2"));
        var nodes = new TestNodes(["10.0.0.1", "10.0.0.9"], options);
        var pending = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _transport.PendingResponse = pending.Task;
        _transport.SetList("10.0.0.1?dc=dc1", "10.0.0.1");
        _transport.SetList("10.0.0.1?dc=dc2");

        var refresh = nodes.Discovery(_transport).RefreshAsync(CancellationToken.None);

        await Eventually.TrueAsync(() => nodes.Readiness.IsSet, within: 20.Seconds());
        Assert.That(refresh.IsCompleted, Is.False);
        pending.SetException(StubTransport.Refused());
        Assert.That(await refresh.WaitAsync(20.Seconds()), Is.Null);
    }

    [Test]
    public async Task Seeds_that_were_used_before_the_first_list_are_not_part_of_it()
    {
        var nodes = new TestNodes(["seed.example"]);
        nodes.States.MarkUpUnprobed(nodes.Table.Current.Seeds);
        _transport.SetList("seed.example", "10.0.0.1", "10.0.0.2");
        _transport.Unreachable["10.0.0.1"] = _transport.Unreachable["10.0.0.2"] = true;

        await nodes.Discovery(_transport, resolver: new EmptyResolver()).RefreshAsync(CancellationToken.None).WaitAsync(20.Seconds());

        Assert.That(TestNodes.Hosts(nodes.Table.Current.All), Is.EqualTo("10.0.0.1 10.0.0.2"));
    }

    [Test]
    public async Task Only_a_change_of_the_node_list_is_logged()
    {
        var nodes = new TestNodes(["10.0.0.1"]);
        var discovery = nodes.Discovery(_transport);
        foreach (var (list, logged) in new[] { ("10.0.0.1 10.0.0.2", 1), ("10.0.0.1 10.0.0.2", 1), ("10.0.0.1 10.0.0.2 10.0.0.3", 2), ("10.0.0.1 10.0.0.2", 3) })
        {
            _transport.SetList("10.0.0.1", list.Split(' '));
            _transport.SetList("10.0.0.2", list.Split(' '));
            _transport.SetList("10.0.0.3", list.Split(' '));

            await discovery.RefreshAsync(CancellationToken.None).WaitAsync(20.Seconds());

            Assert.That(nodes.Log.Count("NodesChanged"), Is.EqualTo(logged), list);
        }
    }

    [Test]
    public async Task Only_a_node_that_joins_after_the_first_refresh_starts_in_probation()
    {
        var nodes = new TestNodes(["10.0.0.1"]);
        var discovery = nodes.Discovery(_transport);
        _transport.SetList("10.0.0.1", "10.0.0.1");
        await discovery.RefreshAsync(CancellationToken.None).WaitAsync(20.Seconds());

        _transport.SetList("10.0.0.1", "10.0.0.1", "10.0.0.2");
        await discovery.RefreshAsync(CancellationToken.None).WaitAsync(20.Seconds());

        await Eventually.TrueAsync(() => nodes[1].State == AlternatorNodeState.Probation, within: 20.Seconds());
        Assert.That(nodes[0].State, Is.EqualTo(AlternatorNodeState.Up));
    }

    private static Task<bool> IsCurrentAsync(NodeDiscovery discovery) => discovery.IsCurrentAsync(CancellationToken.None).WaitAsync(20.Seconds());

    private sealed class EmptyResolver : INameResolver
    {
        public Task<System.Net.IPAddress[]> ResolveAsync(string name, CancellationToken cancellationToken) => Task.FromResult<System.Net.IPAddress[]>([]);
    }
}
