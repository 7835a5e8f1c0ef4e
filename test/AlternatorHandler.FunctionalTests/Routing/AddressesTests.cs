using System.Net;
using AlternatorHandler.Discovery;
using AlternatorHandler.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AlternatorHandler.FunctionalTests.Routing;

public sealed class AddressesTests
{
    [Test]
    public async Task A_seed_name_means_all_its_addresses_and_a_dead_one_delays_nothing()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        var names = new ScriptedNames { Addresses = [IPAddress.Parse("127.0.0.200"), IPAddress.Parse(cluster[1].Host)] };
        cluster[0].Faults.Always(Fault.Hang, FaultScope.Discovery);
        await using var client = Named(cluster, names);

        var start = TimeProvider.System.GetTimestamp();
        await client.DynamoDB.ListTablesAsync();

        Assert.That(TimeProvider.System.GetElapsedTime(start), Is.LessThan(1500.Milliseconds()));
        Assert.That(client.Cluster.Nodes.Select(node => node.Address), Is.EquivalentTo(cluster.Addresses));
    }

    [Test]
    public async Task A_name_is_resolved_again_and_an_address_that_left_DNS_and_the_list_gets_no_requests()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        var names = new ScriptedNames { Addresses = [IPAddress.Parse(cluster[0].Host)] };
        await using var client = Named(cluster, names, options => options.Discovery.RefreshInterval = 200.Milliseconds());
        await client.DynamoDB.ListTablesAsync();

        var added = await cluster.AddNodeAsync();
        names.Addresses = [IPAddress.Parse(added.Host)];
        var old = cluster[0];
        await cluster.RemoveNodeAsync(old);
        await Eventually.TrueAsync(() => client.Cluster.Nodes.Select(node => node.Address).Order(Comparer<Uri>.Create((x, y) => string.CompareOrdinal(x.Host, y.Host))).SequenceEqual(cluster.Addresses), 10.Seconds());
        names.Addresses = [];
        await Eventually.TrueAsync(() => added.Requests.Any(request => request.Path == "/localnodes"), 10.Seconds());

        await client.DynamoDB.ListTablesAsync();
        Assert.That(client.Cluster.Nodes.Select(node => node.Address), Is.EquivalentTo(cluster.Addresses));
    }

    [Test]
    public async Task A_name_that_does_not_resolve_stands_for_itself()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.OfSeed(
            new Uri($"http://localhost:{cluster.Port}"),
            services: services => services.AddSingleton<INameResolver>(new ScriptedNames { Fails = true }));

        await client.DynamoDB.ListTablesAsync();

        Assert.That(client.Cluster.Nodes.Select(node => node.Address), Is.EquivalentTo(cluster.Addresses));
    }

    [Test]
    public async Task MapAddress_translates_each_listed_node_to_a_host_and_port_of_its_own()
    {
        // Three nodes that list private addresses, and the same nodes as they are reached: each on a port of its own.
        await using var first = await AlternatorTestCluster.StartAsync(options => options.NodeCount = 1);
        await using var second = await AlternatorTestCluster.StartAsync(options => options.NodeCount = 1);
        first[0].LocalNodesBody = second[0].LocalNodesBody = """["10.9.9.1","10.9.9.2","10.9.9.3"]""";
        await using var client = TestClient.Of(first, options => options.MapAddress = listed => listed.Host switch
        {
            "10.9.9.1" => first[0].Address,
            "10.9.9.2" => second[0].Address,
            "10.9.9.3" => throw new InvalidOperationException("unknown"),
            _ => listed,
        });

        for (var i = 0; i < 6; i++)
        {
            await client.DynamoDB.ListTablesAsync();
        }

        Assert.That((first[0].RequestCount, second[0].RequestCount), Is.EqualTo((3, 3)));
        Assert.That(client.Cluster.Nodes, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_node_source_of_the_users_adds_nodes_also_without_discovery([Values] bool isDiscoveryEnabled)
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        cluster[2].IsListed = false;
        await using var client = TestClient.Of(cluster, options =>
        {
            options.Discovery.Enabled = isDiscoveryEnabled;
            options.NodeSource = new Registry([cluster[2].Address, new Uri("https://10.0.0.1:8043"), new Uri("/relative", UriKind.Relative)]);
        });

        await client.DynamoDB.ListTablesAsync();
        await Eventually.TrueAsync(() => client.Cluster.Nodes.Count(node => node.State == AlternatorNodeState.Up) == (isDiscoveryEnabled ? 3 : 1), 5.Seconds());
        for (var i = 0; i < 6; i++)
        {
            await client.DynamoDB.ListTablesAsync();
        }

        Assert.That(cluster[2].RequestCount, Is.GreaterThanOrEqualTo(isDiscoveryEnabled ? 2 : 7));
    }

    [Test]
    public async Task Without_discovery_the_seeds_are_the_cluster()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(cluster, options =>
        {
            options.Discovery.Enabled = false;
            options.Seeds.Add(cluster[1].Address);
        });

        for (var i = 0; i < 6; i++)
        {
            await client.DynamoDB.ListTablesAsync();
        }

        Assert.That(cluster.Nodes.Select(node => node.RequestCount), Is.EqualTo([3, 3, 0]));
        Assert.That(cluster.Nodes.SelectMany(node => node.Requests).Count(request => request.Path.StartsWith("/localnodes", StringComparison.Ordinal)), Is.Zero);
    }

    private static TestClient Named(AlternatorTestCluster cluster, ScriptedNames names, Action<AlternatorOptions>? configure = null) =>
        TestClient.OfSeed(new Uri($"http://alternator.example:{cluster.Port}"), configure, services => services.AddSingleton<INameResolver>(names));

    private sealed class ScriptedNames : INameResolver
    {
        public IPAddress[] Addresses { get; set; } = [];

        public bool Fails { get; set; }

        public Task<IPAddress[]> ResolveAsync(string name, CancellationToken cancellationToken) =>
            Fails ? Task.FromException<IPAddress[]>(new IOException("no such host")) : Task.FromResult(Addresses);
    }

    private sealed class Registry(Uri[] nodes) : IAlternatorNodeSource
    {
        public ValueTask<IReadOnlyList<Uri>> GetNodesAsync(AlternatorRoutingScope scope, CancellationToken cancellationToken) => new(nodes);
    }
}
