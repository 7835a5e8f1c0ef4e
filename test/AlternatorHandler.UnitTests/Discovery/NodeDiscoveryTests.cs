using System.Net;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Discovery;

public sealed class NodeDiscoveryTests
{
    private readonly ListingTransport _transport = new();

    [Test]
    public async Task The_first_list_marks_its_nodes_up_and_releases_requests()
    {
        var nodes = new TestNodes(["10.0.0.1"]);
        _transport.SetList("10.0.0.1", "10.0.0.1", "10.0.0.2");

        var failure = await nodes.Discovery(_transport).RefreshAsync(CancellationToken.None).WaitAsync(20.Seconds());

        Assert.That(failure, Is.Null);
        Assert.That(nodes.Readiness.IsSet, Is.True);
        Assert.That(nodes.Table.Current.All.Select(node => node.State), Is.All.EqualTo(AlternatorNodeState.Up));
        Assert.That(TestNodes.Hosts(nodes.Table.Current.All), Is.EqualTo("10.0.0.1 10.0.0.2"));
        Assert.That(nodes.Log.Count("EntrySkipped"), Is.Zero);
    }

    [Test]
    public async Task A_seed_that_is_not_listed_receives_no_requests()
    {
        var nodes = new TestNodes(["seed.example"]);
        _transport.SetList("seed.example", "10.0.0.1");

        await nodes.Discovery(_transport).RefreshAsync(CancellationToken.None).WaitAsync(20.Seconds());

        Assert.That(TestNodes.Hosts(nodes.Table.Current.Usable), Is.EqualTo("10.0.0.1"));
        Assert.That(TestNodes.Hosts(nodes.Table.Current.Seeds), Is.EqualTo("seed.example"));
    }

    [Test]
    public async Task The_nodes_are_the_union_of_all_returned_lists()
    {
        var nodes = TestNodes.Up(3);
        _transport.SetList("10.0.0.1", "10.0.0.1", "10.0.0.2");
        _transport.SetList("10.0.0.2", "10.0.0.2", "10.0.0.4");
        _transport.SetList("10.0.0.3", "10.0.0.2", "10.0.0.1");

        await RefreshAsync(nodes);

        Assert.That(TestNodes.Hosts(nodes.Table.Current.All), Is.EqualTo("10.0.0.1 10.0.0.2 10.0.0.4"));
    }

    [Test]
    public async Task A_refresh_queries_all_seeds_and_three_usable_nodes()
    {
        var nodes = new TestNodes(["seed-1.example", "seed-2.example"]);
        var hosts = Enumerable.Range(1, 20).Select(i => $"10.0.0.{i}").ToArray();
        nodes.List(hosts);
        nodes.States.MarkUpUnprobed(nodes.Table.Current.All);
        foreach (var host in hosts.Append("seed-1.example").Append("seed-2.example"))
        {
            _transport.SetList(host, hosts);
        }

        await RefreshAsync(nodes);

        Assert.That(_transport.Requests, Has.Count.EqualTo(5).And.Unique);
        Assert.That(_transport.Requests, Does.Contain("seed-1.example").And.Contain("seed-2.example"));
    }

    [Test]
    public async Task A_refresh_does_not_query_a_node_that_is_down()
    {
        var nodes = new TestNodes(["seed.example"]);
        nodes.List("10.0.0.1", "10.0.0.2");
        nodes.States.MarkUpUnprobed(nodes.Table.Current.All);
        nodes.States.MarkDown(nodes[0], "refused");
        _transport.SetList("seed.example", "10.0.0.1", "10.0.0.2");
        _transport.SetList("10.0.0.2", "10.0.0.1", "10.0.0.2");

        await RefreshAsync(nodes);

        Assert.That(_transport.Requests, Does.Not.Contain("10.0.0.1"));
    }

    [Test]
    public async Task A_list_of_one_node_that_lacks_most_nodes_is_not_applied()
    {
        var nodes = TestNodes.Up(5);
        _transport.SetList("10.0.0.1", "10.0.0.1");

        Assert.That(await RefreshAsync(nodes), Is.Null);

        Assert.That(nodes.Table.Current.All, Has.Length.EqualTo(5));
        Assert.That(nodes.Log.Count("ShrunkListDoubted"), Is.EqualTo(1));
    }

    [Test]
    public async Task Lists_of_two_nodes_that_lack_most_nodes_are_applied()
    {
        var nodes = TestNodes.Up(5);
        _transport.SetList("10.0.0.1", "10.0.0.1");
        _transport.SetList("10.0.0.2", "10.0.0.1", "10.0.0.2");

        await RefreshAsync(nodes);

        Assert.That(TestNodes.Hosts(nodes.Table.Current.All), Is.EqualTo("10.0.0.1 10.0.0.2"));
    }

    [Test]
    public async Task A_list_of_one_node_that_lacks_half_of_the_nodes_is_applied()
    {
        var nodes = TestNodes.Up(4);
        _transport.SetList("10.0.0.1", "10.0.0.1", "10.0.0.2");

        await RefreshAsync(nodes);

        Assert.That(TestNodes.Hosts(nodes.Table.Current.All), Is.EqualTo("10.0.0.1 10.0.0.2"));
    }

    [Test]
    public async Task A_node_that_is_down_and_not_listed_is_removed_without_a_second_list()
    {
        var nodes = TestNodes.Up(4);
        foreach (var i in new[] { 1, 2, 3 })
        {
            nodes.States.MarkDown(nodes[i], "refused");
        }

        _transport.SetList("10.0.0.1", "10.0.0.1");
        await RefreshAsync(nodes);

        Assert.That(TestNodes.Hosts(nodes.Table.Current.All), Is.EqualTo("10.0.0.1"));
    }

    [TestCase("no response")]
    [TestCase("an empty list")]
    public async Task The_node_list_never_becomes_empty(string result)
    {
        var nodes = TestNodes.Up(3);
        if (result == "an empty list")
        {
            _transport.SetList("10.0.0.1");
            _transport.SetList("10.0.0.2");
            _transport.SetList("10.0.0.3", "localhost");
        }

        var failure = await RefreshAsync(nodes);

        Assert.That(failure, Does.Contain("10.0.0.1:8000").And.Contain("10.0.0.3:8000"));
        Assert.That(nodes.Table.Current.Usable, Has.Length.EqualTo(3));
        Assert.That(nodes.Log.Count("DiscoveryFailed"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_node_that_is_listed_before_it_listens_receives_no_requests()
    {
        var nodes = TestNodes.Up(2);
        _transport.SetList("10.0.0.1", "10.0.0.1", "10.0.0.2", "10.0.0.3");
        _transport.Unreachable["10.0.0.3"] = true;

        await RefreshAsync(nodes);
        await Eventually.TrueAsync(() => nodes[2].Condition.LastFailure == "connection refused", within: 20.Seconds());

        Assert.That(TestNodes.Hosts(nodes.Table.Current.Usable), Is.EqualTo("10.0.0.1 10.0.0.2"));
        Assert.That(nodes[2].State, Is.EqualTo(AlternatorNodeState.Down));
    }

    [Test]
    public async Task A_joining_node_that_listens_starts_in_probation()
    {
        var nodes = TestNodes.Up(2);
        _transport.SetList("10.0.0.1", "10.0.0.1", "10.0.0.2");
        await RefreshAsync(nodes);
        _transport.SetList("10.0.0.1", "10.0.0.1", "10.0.0.2", "10.0.0.3");

        await RefreshAsync(nodes);

        await Eventually.TrueAsync(() => nodes[2].State == AlternatorNodeState.Probation, within: 20.Seconds());
    }

    [Test]
    public async Task A_joining_node_is_added_with_the_first_response()
    {
        var nodes = TestNodes.Up(2);
        var pending = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _transport.PendingResponse = pending.Task;
        _transport.SetList("10.0.0.1", "10.0.0.1", "10.0.0.3");

        var refresh = nodes.Discovery(_transport).RefreshAsync(CancellationToken.None);
        await Eventually.TrueAsync(() => TestNodes.Hosts(nodes.Table.Current.All) == "10.0.0.1 10.0.0.2 10.0.0.3", within: 20.Seconds());
        Assert.That(refresh.IsCompleted, Is.False);

        pending.SetResult(StubTransport.Respond(HttpStatusCode.OK, """["10.0.0.1","10.0.0.3"]"""));
        await refresh.WaitAsync(20.Seconds());
        Assert.That(TestNodes.Hosts(nodes.Table.Current.All), Is.EqualTo("10.0.0.1 10.0.0.3"));
    }

    [Test]
    public async Task A_seed_that_left_and_returns_is_probed_before_it_receives_requests()
    {
        var nodes = TestNodes.Up(3);
        _transport.SetList("10.0.0.1", "10.0.0.1", "10.0.0.2");
        await RefreshAsync(nodes);
        Assert.That(nodes.Table.Current.Seeds[2].State, Is.EqualTo(AlternatorNodeState.Down));

        _transport.Unreachable["10.0.0.3"] = true;
        _transport.SetList("10.0.0.1", "10.0.0.1", "10.0.0.2", "10.0.0.3");
        await RefreshAsync(nodes);

        await Eventually.TrueAsync(() => nodes[2].Condition.LastFailure == "connection refused", within: 20.Seconds());
        Assert.That(TestNodes.Hosts(nodes.Table.Current.Usable), Is.EqualTo("10.0.0.1 10.0.0.2"));
    }

    [Test]
    public async Task Listed_entries_that_are_not_addresses_are_logged_with_an_example()
    {
        var nodes = TestNodes.Up(1);
        _transport.SetList("10.0.0.1", "10.0.0.1", "evil.example", "10.0.0.1:22");

        await RefreshAsync(nodes);

        Assert.That(nodes.Log.Messages, Has.One.Contains("Skipped 2 entries of the node list of 10.0.0.1:8000").And.One.Contains("evil.example"));
    }

    [Test]
    public async Task A_canceled_refresh_leaves_the_node_list_unchanged()
    {
        var nodes = TestNodes.Up(2);
        _transport.PendingResponse = new TaskCompletionSource<HttpResponseMessage>().Task;
        using var cancellation = new CancellationTokenSource();

        var refresh = nodes.Discovery(_transport).RefreshAsync(cancellation.Token);
        await cancellation.CancelAsync();

        Assert.That(() => refresh.WaitAsync(20.Seconds()), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(nodes.Table.Current.Usable, Has.Length.EqualTo(2));
        Assert.That(nodes.Log.Count("DiscoveryFailed"), Is.Zero);
    }

    private Task<string?> RefreshAsync(TestNodes nodes) => nodes.Discovery(_transport).RefreshAsync(CancellationToken.None).WaitAsync(20.Seconds());
}
