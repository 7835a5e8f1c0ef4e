using AlternatorHandler.Discovery;
using AlternatorHandler.Options;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Discovery;

public sealed class NodeSourceTests
{
    private readonly ListingTransport _transport = new();

    [Test]
    public async Task Only_absolute_addresses_of_the_seeds_scheme_from_a_node_source_are_used()
    {
        var client = Client(new Source(_ => Task.FromResult<IReadOnlyList<Uri>>(
            [new Uri("http://10.0.0.1:8000/path"), new Uri("https://10.0.0.2:8043"), new Uri("/relative", UriKind.Relative), null!])));

        Assert.That(await client.GetNodesAsync(new AlternatorRoutingScope(), CancellationToken.None), Is.EqualTo([TestNodes.Address("10.0.0.1")]));
    }

    [Test]
    public void A_node_source_that_does_not_respond_is_canceled_after_the_timeout()
    {
        var time = new ManualTimeProvider();
        var client = new NodeSourceClient(new Source(_ => new TaskCompletionSource<IReadOnlyList<Uri>>().Task), "http", new LiveOptions(new()), time);
        var query = client.GetNodesAsync(new AlternatorRoutingScope(), CancellationToken.None);
        Assert.That(query.IsCompleted, Is.False);

        time.Advance(2.Seconds());

        Assert.That(() => query.WaitAsync(20.Seconds()), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Nodes_of_a_node_source_are_added_to_listed_nodes_and_it_is_queried_each_time()
    {
        var nodes = new TestNodes(["10.0.0.1"], With(Returning("10.0.0.2")));
        _transport.SetList("10.0.0.1", "10.0.0.1");
        var discovery = nodes.Discovery(_transport);

        Assert.That(await RefreshAsync(discovery), Is.Null);

        Assert.That(TestNodes.Hosts(nodes.Table.Current.All), Is.EqualTo("10.0.0.1 10.0.0.2"));
        Assert.That(discovery.Sources, Is.EquivalentTo(["10.0.0.1:8000", "the node source"]));
        _transport.SetList("10.0.0.1", "10.0.0.1", "10.0.0.2");
        _transport.SetList("10.0.0.2", "10.0.0.1", "10.0.0.2");
        Assert.That(await discovery.IsCurrentAsync(CancellationToken.None).WaitAsync(20.Seconds()), Is.False, "a list of one node does not confirm the node source");
    }

    [Test]
    public async Task With_discovery_disabled_only_the_node_source_is_queried()
    {
        var nodes = new TestNodes(["10.0.0.1"], With(Returning("10.0.0.2"), isDiscoveryEnabled: false));

        Assert.That(await RefreshAsync(nodes.Discovery(_transport)), Is.Null);

        Assert.That(TestNodes.Hosts(nodes.Table.Current.All), Is.EqualTo("10.0.0.2"));
        Assert.That(_transport.Requests, Is.Empty);
    }

    [Test]
    public async Task Without_discovery_and_a_node_source_the_seeds_are_the_nodes()
    {
        var nodes = new TestNodes(["10.0.0.1", "10.0.0.2"], new() { Discovery = new() { Enabled = false } });
        var discovery = nodes.Discovery(_transport);

        Assert.That(await RefreshAsync(discovery), Is.Null);

        Assert.That(TestNodes.Hosts(nodes.Table.Current.Usable), Is.EqualTo("10.0.0.1 10.0.0.2"));
        Assert.That(await discovery.IsCurrentAsync(CancellationToken.None).WaitAsync(20.Seconds()), Is.False);
    }

    [Test]
    public async Task With_discovery_disabled_new_seeds_replace_the_nodes_at_once()
    {
        var nodes = new TestNodes(["10.0.0.1", "10.0.0.2"], Seeds("10.0.0.1", "10.0.0.2"));
        var discovery = nodes.Discovery(_transport);
        await RefreshAsync(discovery);

        nodes.Live.Replace(Seeds("10.0.0.3"));
        await RefreshAsync(discovery);

        Assert.That(TestNodes.Hosts(nodes.Table.Current.All), Is.EqualTo("10.0.0.3"));
    }

    [TestCase(true, "the node source: registry is down")]
    [TestCase(false, "the node source: an empty list")]
    public async Task A_node_source_that_fails_or_returns_no_node_is_reported_and_the_nodes_stay(bool fails, string expected)
    {
        var source = fails ? new Source(_ => throw new InvalidOperationException("registry is down")) : Returning();
        var nodes = TestNodes.Up(2, With(source, isDiscoveryEnabled: false));

        Assert.That(await RefreshAsync(nodes.Discovery(_transport)), Is.EqualTo(expected));

        Assert.That(nodes.Table.Current.Usable, Has.Length.EqualTo(2));
    }

    [Test]
    public async Task The_response_of_a_node_source_releases_the_first_request()
    {
        var nodes = new TestNodes(["10.0.0.1"], With(Returning("10.0.0.2")));
        var pending = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _transport.PendingResponse = pending.Task;
        _transport.SetList("10.0.0.2", "10.0.0.2");

        var refresh = nodes.Discovery(_transport).RefreshAsync(CancellationToken.None);

        await Eventually.TrueAsync(() => nodes.Readiness.IsSet, within: 20.Seconds());
        Assert.That(refresh.IsCompleted, Is.False);
        pending.SetException(StubTransport.Refused());
        Assert.That(await refresh.WaitAsync(20.Seconds()), Is.Null);
    }

    private static AlternatorOptions Seeds(params string[] seeds)
    {
        var options = new AlternatorOptions { Discovery = new() { Enabled = false } };
        Array.ForEach(seeds, seed => options.Seeds.Add(TestNodes.Address(seed)));
        return options;
    }

    private static AlternatorOptions With(IAlternatorNodeSource source, bool isDiscoveryEnabled = true)
    {
        var options = new AlternatorOptions { Discovery = new() { Enabled = isDiscoveryEnabled } };
        options.NodeSource = source;
        return options;
    }

    private static NodeSourceClient Client(IAlternatorNodeSource source) => new(source, "http", new LiveOptions(new()), new ManualTimeProvider());

    private static Source Returning(params string[] hosts) => new(_ => Task.FromResult<IReadOnlyList<Uri>>([.. hosts.Select(TestNodes.Address)]));

    private static Task<string?> RefreshAsync(NodeDiscovery discovery) => discovery.RefreshAsync(CancellationToken.None).WaitAsync(20.Seconds());

    private sealed class Source(Func<AlternatorRoutingScope, Task<IReadOnlyList<Uri>>> getNodes) : IAlternatorNodeSource
    {
        public ValueTask<IReadOnlyList<Uri>> GetNodesAsync(AlternatorRoutingScope scope, CancellationToken cancellationToken) => new(getNodes(scope));
    }
}
