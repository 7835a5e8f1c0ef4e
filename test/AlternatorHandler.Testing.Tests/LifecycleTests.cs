using System.Net.Http.Json;
using System.Net.Sockets;
using AlternatorHandler.Testing.Tests.Support;

namespace AlternatorHandler.Testing.Tests;

public class LifecycleTests
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero });

    [Test]
    public async Task Nodes_share_a_port_and_have_their_own_addresses()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.FirstHost = 7);

        Assert.That(cluster.Addresses, Is.EqualTo(
            [new Uri($"http://127.0.0.7:{cluster.Port}/"), new Uri($"http://127.0.0.8:{cluster.Port}/"), new Uri($"http://127.0.0.9:{cluster.Port}/")]));
        foreach (var node in cluster.Nodes)
        {
            Assert.That(await Http.GetStringAsync(node.Address), Is.EqualTo($"healthy: {node.Host}:{cluster.Port}"));
        }
    }

    [Test]
    public async Task Addresses_continue_in_the_next_subnet()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => (options.FirstHost, options.NodeCount) = (254, 2));

        Assert.That(cluster.Nodes.Select(node => node.Host), Is.EqualTo(["127.0.0.254", "127.0.1.1"]));
    }

    [Test]
    public async Task Several_clusters_run_side_by_side()
    {
        var clusters = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => AlternatorTestCluster.StartAsync()));

        Assert.That(clusters.Select(cluster => cluster.Port), Is.Unique);
        foreach (var cluster in clusters)
        {
            await cluster.DisposeAsync();
        }
    }

    [Test]
    public async Task A_given_port_that_is_in_use_is_an_error()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.NodeCount = 2);

        Assert.That(
            () => AlternatorTestCluster.StartAsync(options => (options.Port, options.FirstHost) = (cluster.Port, 2)),
            Throws.InstanceOf<InvalidOperationException>().With.Message.Contains($"127.0.0.2:{cluster.Port}"));
        Assert.That(await Http.GetStringAsync(cluster[0].Address), Does.StartWith("healthy"));
    }

    [Test]
    public async Task A_crashed_node_resets_its_connections_refuses_new_ones_and_stays_listed()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        using var idle = await RawClient.ConnectAsync(cluster[1]);
        using var busy = await RawClient.ConnectAsync(cluster[1]);
        cluster[1].Faults.Always(Fault.Hang);
        await busy.SendAsync(RawClient.Post("ListTables", "{}"));
        await Eventually.TrueAsync(() => cluster[1].RequestCount == 1 && cluster[1].OpenConnections == 2, within: 10.Seconds(), what: "both connections are open");

        await cluster[1].KillAsync();

        Assert.That((await idle.ReadToEndAsync()).WasReset, Is.True);
        Assert.That((await busy.ReadToEndAsync()).WasReset, Is.True);
        Assert.That(cluster[1].IsRunning, Is.False);
        Assert.That(cluster[1].OpenConnections, Is.Zero);
        Assert.That(cluster[1].AcceptedConnections, Is.EqualTo(2));
        AssertRefusesConnections(cluster[1]);
        Assert.That(await ListAsync(cluster[0]), Has.Length.EqualTo(3));
    }

    [Test]
    public async Task A_drained_node_ends_its_connections_without_a_response_and_is_not_listed()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        using var busy = await RawClient.ConnectAsync(cluster[1]);
        cluster[1].Faults.Always(Fault.Hang);
        await busy.SendAsync(RawClient.Post("ListTables", "{}"));
        await Eventually.TrueAsync(() => cluster[1].RequestCount == 1, within: 10.Seconds(), what: "the request has arrived");

        await cluster[1].DrainAsync();

        Assert.That(await busy.ReadToEndAsync(), Is.EqualTo(new RawResponse("", WasReset: false)));
        AssertRefusesConnections(cluster[1]);
        Assert.That(await ListAsync(cluster[0]), Is.EquivalentTo(["127.0.0.1", "127.0.0.3"]));
        Assert.That(cluster.Nodes, Has.Count.EqualTo(3), "the node is still a member");
    }

    [Test]
    public async Task An_operation_in_flight_during_a_drain_is_executed()
    {
        var clock = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.TimeProvider = clock);
        using var client = await RawClient.ConnectAsync(cluster[1]);
        cluster[1].Faults.Next(1, Fault.Drip(1, TimeSpan.FromSeconds(1)));
        await client.SendAsync(RawClient.Post("ListTables", "{}"));
        await Eventually.TrueAsync(() => cluster[1].Requests is [{ StatusCode: 200 }], within: 10.Seconds(), what: "the node sends the response");

        await cluster[1].DrainAsync();

        Assert.That(cluster[1].Requests[0].WasExecuted, Is.True);
        Assert.That((await client.ReadToEndAsync()).IsComplete, Is.False);
    }

    [Test]
    public async Task A_node_restarts_on_its_address_and_is_listed([Values] bool crash)
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await Http.GetStringAsync(cluster[1].Address);
        for (var i = 0; i < 3; i++)
        {
            await (crash ? cluster[1].KillAsync() : cluster[1].DrainAsync());
            cluster[1].IsListed = false;
            await cluster[1].StartAsync();

            Assert.That(cluster[1].IsRunning, Is.True);
            Assert.That(await Http.GetStringAsync(cluster[1].Address), Does.StartWith("healthy"));
            Assert.That(await ListAsync(cluster[0]), Does.Contain("127.0.0.2"));
        }

        Assert.That(cluster[1].AcceptedConnections, Is.EqualTo(4), "connections before the restart are included");
    }

    [Test]
    public async Task Starting_a_running_node_and_stopping_a_stopped_one_change_nothing()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await cluster[0].StartAsync();
        await cluster[1].KillAsync();
        await cluster[1].KillAsync();

        Assert.That(await ListAsync(cluster[0]), Has.Length.EqualTo(3));
        await cluster[1].DrainAsync();
        Assert.That(await ListAsync(cluster[0]), Has.Length.EqualTo(2));
    }

    [Test]
    public async Task An_added_node_listens_on_the_next_address_and_is_listed()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.Placement = i => new() { Datacenter = "dc1", Rack = $"r{i}" });
        var fourth = await cluster.AddNodeAsync();
        var fifth = await cluster.AddNodeAsync("dc2", "r9");

        Assert.That((fourth.Host, fourth.Datacenter, fourth.Rack), Is.EqualTo(("127.0.0.4", "dc1", "r3")));
        Assert.That((fifth.Host, fifth.Datacenter, fifth.Rack), Is.EqualTo(("127.0.0.5", "dc2", "r9")));
        Assert.That(cluster.Nodes[^1], Is.SameAs(fifth));
        Assert.That(await ListAsync(cluster[0]), Does.Contain("127.0.0.4"));
        Assert.That(await ListAsync(fifth), Is.EqualTo(["127.0.0.5"]));
    }

    [Test]
    public async Task A_placement_without_a_rack_uses_the_rack_of_the_options()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options =>
        {
            options.Rack = "r7";
            options.Placement = i => new() { Datacenter = $"dc{i}" };
        });

        Assert.That(cluster.Nodes.Select(node => $"{node.Datacenter} {node.Rack}"), Is.EqualTo(["dc0 r7", "dc1 r7", "dc2 r7"]));
    }

    [Test]
    public async Task An_added_node_skips_addresses_that_are_in_use()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.NodeCount = 1);
        await using var other = await AlternatorTestCluster.StartAsync(options => (options.NodeCount, options.FirstHost, options.Port) = (2, 2, cluster.Port));

        Assert.That((await cluster.AddNodeAsync()).Host, Is.EqualTo("127.0.0.4"));
    }

    [Test]
    public async Task A_removed_node_cannot_be_restarted_and_its_address_is_not_reused()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        var removed = cluster[1];
        await cluster.RemoveNodeAsync(removed);

        Assert.That(cluster.Nodes.Select(node => node.Host), Is.EqualTo(["127.0.0.1", "127.0.0.3"]));
        Assert.That(await ListAsync(cluster[0]), Is.EquivalentTo(["127.0.0.1", "127.0.0.3"]));
        AssertRefusesConnections(removed);
        Assert.That(removed.StartAsync, Throws.InvalidOperationException);
        Assert.That(() => cluster.RemoveNodeAsync(removed), Throws.ArgumentException);
        Assert.That((await cluster.AddNodeAsync()).Host, Is.EqualTo("127.0.0.4"), "its address is not reused");
    }

    [Test]
    public async Task Many_nodes_start_and_stop_quickly()
    {
        var start = TimeProvider.System.GetTimestamp();
        await using (var cluster = await AlternatorTestCluster.StartAsync(options => options.NodeCount = 200))
        {
            Assert.That(await ListAsync(cluster[199]), Has.Length.EqualTo(200));
        }

        Assert.That(TimeProvider.System.GetElapsedTime(start), Is.LessThan(TimeSpan.FromSeconds(5)));
    }

    [TestCase(0, 0, 1)]
    [TestCase(3, -1, 1)]
    [TestCase(3, 65536, 1)]
    [TestCase(3, 0, 0)]
    public void Options_that_are_out_of_range_are_rejected(int nodes, int port, int host) => Assert.That(
        () => AlternatorTestCluster.StartAsync(options => (options.NodeCount, options.Port, options.FirstHost) = (nodes, port, host)),
        Throws.InstanceOf<ArgumentOutOfRangeException>());

    private static void AssertRefusesConnections(AlternatorTestNode node)
    {
        using var client = new TcpClient();
        var error = Assert.ThrowsAsync<SocketException>(() => client.ConnectAsync(node.Host, node.Address.Port));
        Assert.That(error!.SocketErrorCode, Is.EqualTo(SocketError.ConnectionRefused));
    }

    private static async Task<string[]> ListAsync(AlternatorTestNode node) =>
        (await Http.GetFromJsonAsync<string[]>(new Uri(node.Address, "localnodes")))!;
}
