using AlternatorHandler.Discovery;
using AlternatorHandler.Telemetry;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Discovery;

public sealed class CurrentListTests
{
    private readonly ListingTransport _transport = new();

    [Test]
    public async Task In_quiet_times_seeds_and_nodes_that_work_are_asked_by_turns()
    {
        using var meters = new TestMeterFactory();
        using var refreshes = meters.Collect<long>("alternator.client.discovery.refreshes");
        var nodes = new TestNodes(["seed.example"], metrics: new AlternatorMetrics(meters));
        nodes.List("10.0.0.1", "10.0.0.2", "10.0.0.3");
        nodes.States.MarkUpUnprobed(nodes.Table.Current.All);
        nodes.States.MarkDown(nodes[2], "refused");
        foreach (var host in new[] { "seed.example", "10.0.0.1", "10.0.0.2", "10.0.0.3" })
        {
            _transport.Lists(host, "10.0.0.1", "10.0.0.2", "10.0.0.3");
        }

        var discovery = nodes.Discovery(_transport, names: new NoNames());
        for (var i = 0; i < 9; i++)
        {
            Assert.That(await IsCurrentAsync(discovery), Is.True);
            Assert.That(discovery.Sources, Is.EqualTo([$"{_transport.Asked.Last()}:8000"]));
        }

        Assert.That(_transport.Asked.Order().Take(9), Is.EqualTo(Enumerable.Repeat("10.0.0.1", 3).Concat(Enumerable.Repeat("10.0.0.2", 3)).Concat(Enumerable.Repeat("seed.example", 3))));
        Assert.That(refreshes.Measurements().Select(refresh => refresh.Tags), Has.Exactly(9).Not.Contains("error").And.Exactly(9).Items);
    }

    [Test]
    public async Task A_list_is_not_current_if_a_part_of_the_question_was_not_answered()
    {
        var options = new AlternatorOptions();
        options.Scopes.Add(new AlternatorRoutingScope("dc1"));
        options.Scopes.Add(new AlternatorRoutingScope());
        var nodes = new TestNodes(["10.0.0.1"], options);
        nodes.List("10.0.0.1");
        nodes.Table.Replace(1, [TestNodes.Address("10.0.0.1")], _ => { });
        nodes.States.MarkUpUnprobed(nodes.Table.Current.All);
        _transport.Lists("10.0.0.1?dc=dc1", "10.0.0.1");

        Assert.That(await IsCurrentAsync(nodes.Discovery(_transport)), Is.False);

        _transport.Lists("10.0.0.1", "10.0.0.1");
        Assert.That(await IsCurrentAsync(nodes.Discovery(_transport)), Is.True);
    }

    [Test]
    public async Task The_sources_of_a_list_are_the_nodes_that_listed_any_node()
    {
        var nodes = TestNodes.Up(3);
        _transport.Lists("10.0.0.1", "10.0.0.1", "10.0.0.2", "10.0.0.3");
        _transport.Lists("10.0.0.2");
        var discovery = nodes.Discovery(_transport);

        await discovery.RefreshAsync(CancellationToken.None).WaitAsync(20.Seconds());

        Assert.That(discovery.Sources, Is.EqualTo(["10.0.0.1:8000"]));
    }

    [Test]
    public async Task An_empty_list_is_an_answer_that_the_first_request_does_not_wait_beyond()
    {
        var options = new AlternatorOptions();
        options.Scopes.Add(new AlternatorRoutingScope("dc1"));
        options.Scopes.Add(new AlternatorRoutingScope("dc2"));
        var nodes = new TestNodes(["10.0.0.1", "10.0.0.9"], options);
        var silence = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _transport.Silence = silence.Task;
        _transport.Lists("10.0.0.1?dc=dc1", "10.0.0.1");
        _transport.Lists("10.0.0.1?dc=dc2");

        var refresh = nodes.Discovery(_transport).RefreshAsync(CancellationToken.None);

        await Eventually.TrueAsync(() => nodes.Readiness.IsSet, within: 20.Seconds());
        Assert.That(refresh.IsCompleted, Is.False);
        silence.SetException(StubTransport.Refused());
        Assert.That(await refresh.WaitAsync(20.Seconds()), Is.Null);
    }

    [Test]
    public async Task Seeds_that_stood_in_for_a_list_are_no_part_of_the_first_one()
    {
        var nodes = new TestNodes(["seed.example"]);
        nodes.States.MarkUpUnprobed(nodes.Table.Current.Seeds);
        _transport.Lists("seed.example", "10.0.0.1", "10.0.0.2");
        _transport.Dead["10.0.0.1"] = _transport.Dead["10.0.0.2"] = true;

        await nodes.Discovery(_transport, names: new NoNames()).RefreshAsync(CancellationToken.None).WaitAsync(20.Seconds());

        Assert.That(TestNodes.Hosts(nodes.Table.Current.All), Is.EqualTo("10.0.0.1 10.0.0.2"));
    }

    [Test]
    public async Task A_change_of_the_list_is_logged_once_and_an_unchanged_list_is_not()
    {
        var nodes = new TestNodes(["10.0.0.1"]);
        var discovery = nodes.Discovery(_transport);
        foreach (var (list, told) in new[] { ("10.0.0.1 10.0.0.2", 1), ("10.0.0.1 10.0.0.2", 1), ("10.0.0.1 10.0.0.2 10.0.0.3", 2), ("10.0.0.1 10.0.0.2", 3) })
        {
            _transport.Lists("10.0.0.1", list.Split(' '));
            _transport.Lists("10.0.0.2", list.Split(' '));
            _transport.Lists("10.0.0.3", list.Split(' '));

            await discovery.RefreshAsync(CancellationToken.None).WaitAsync(20.Seconds());

            Assert.That(nodes.Log.Count("NodesChanged"), Is.EqualTo(told), list);
        }
    }

    [Test]
    public async Task Only_nodes_that_join_after_the_first_round_start_in_probation()
    {
        var nodes = new TestNodes(["10.0.0.1"]);
        var discovery = nodes.Discovery(_transport);
        _transport.Lists("10.0.0.1", "10.0.0.1");
        await discovery.RefreshAsync(CancellationToken.None).WaitAsync(20.Seconds());

        _transport.Lists("10.0.0.1", "10.0.0.1", "10.0.0.2");
        await discovery.RefreshAsync(CancellationToken.None).WaitAsync(20.Seconds());

        await Eventually.TrueAsync(() => nodes[1].State == AlternatorNodeState.Probation, within: 20.Seconds());
        Assert.That(nodes[0].State, Is.EqualTo(AlternatorNodeState.Up));
    }

    private static Task<bool> IsCurrentAsync(NodeDiscovery discovery) => discovery.IsCurrentAsync(CancellationToken.None).WaitAsync(20.Seconds());

    private sealed class NoNames : INameResolver
    {
        public Task<System.Net.IPAddress[]> ResolveAsync(string name, CancellationToken cancellationToken) => Task.FromResult<System.Net.IPAddress[]>([]);
    }
}
