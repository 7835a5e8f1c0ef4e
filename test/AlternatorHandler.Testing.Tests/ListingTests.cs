using System.Net.Http.Json;

namespace AlternatorHandler.Testing.Tests;

public class ListingTests
{
    private static readonly HttpClient Http = new();

    private static readonly string[][] MatrixRows =
    [
        // Contacted node, query, listed nodes. There are two datacenters with two racks of two nodes each.
        ["0", "", "0 1 2 3"],
        ["5", "", "4 5 6 7"],
        ["0", "?dc=dc1", "0 1 2 3"],
        ["0", "?dc=dc2", "4 5 6 7"],
        ["0", "?rack=r1", "0 1"],
        ["7", "?rack=r1", "4 5"],
        ["0", "?dc=dc2&rack=r2", "6 7"],
        ["6", "?rack=r2&dc=dc1", "2 3"],
        ["0", "?dc=nowhere", ""],
        ["0", "?rack=nowhere", ""],
        ["0", "?dc=dc2&rack=nowhere", ""],
        ["5", "?dc=", "4 5 6 7"],
        ["5", "?dc&rack", "4 5 6 7"],
        ["0", "?dc=dc2&dc=dc1", "0 1 2 3"],
        ["0", "?dc=dc2&dc=", "0 1 2 3"],
        ["0", "?dc=d%63%32", "4 5 6 7"],
        ["0", "?other=1", "0 1 2 3"],
        ["0", "?DC=dc2", "0 1 2 3"],
    ];

    [TestCaseSource(nameof(MatrixRows))]
    public async Task A_node_lists_the_nodes_of_the_requested_datacenter_and_rack(string contact, string query, string expected)
    {
        await using var cluster = await StartTwoDatacentersAsync();

        var listed = await ListAsync(cluster[int.Parse(contact)], query);

        Assert.That(listed, Is.EquivalentTo(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(i => cluster[int.Parse(i)].Host)));
    }

    [TestCase("?dc=dc2")]
    [TestCase("?dc=nowhere&rack=nowhere")]
    [TestCase("?rack=r2")]
    public async Task Nodes_can_ignore_the_parameters_as_old_servers_do(string query)
    {
        await using var cluster = await StartTwoDatacentersAsync(options => options.IgnoreDatacenterAndRack = true);

        Assert.That(await ListAsync(cluster[0], query), Is.EquivalentTo(cluster.Nodes.Take(4).Select(node => node.Host)));
    }

    [Test]
    public async Task The_order_of_a_list_is_random_and_determined_by_the_seed()
    {
        var first = await OrdersAsync(seed: 1);

        Assert.That(first.Distinct().Count(), Is.GreaterThan(2), "the order changes with each response");
        Assert.That(await OrdersAsync(seed: 1), Is.EqualTo(first));
        Assert.That(await OrdersAsync(seed: 2), Is.Not.EqualTo(first));

        static async Task<string[]> OrdersAsync(int seed)
        {
            await using var cluster = await AlternatorTestCluster.StartAsync(options => (options.NodeCount, options.Seed) = (8, seed));
            var orders = new List<string>();
            foreach (var node in cluster.Nodes)
            {
                orders.Add(string.Join(' ', await ListAsync(node)));
            }

            return [.. orders];
        }
    }

    [Test]
    public async Task Nodes_can_be_listed_twice()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => (options.NodeCount, options.ListDuplicates) = (2, true));

        Assert.That(await ListAsync(cluster[0]), Is.EquivalentTo(["127.0.0.1", "127.0.0.1", "127.0.0.2", "127.0.0.2"]));
    }

    [TestCase("fd00::1")]
    [TestCase("fe80::1%2")]
    [TestCase("b5ddcd7e-45ed-4f20-8841-353bd82cc04c")]
    [TestCase("<\"garbage\">")]
    public async Task A_node_can_be_listed_as_something_else(string text)
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.NodeCount = 2);
        cluster[1].ListedAs = text;

        Assert.That(await ListAsync(cluster[0]), Is.EquivalentTo(["127.0.0.1", text]));
    }

    [Test]
    public async Task A_node_that_is_not_listed_is_missing_from_the_lists_of_all_nodes()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        cluster[1].IsListed = false;

        foreach (var node in cluster.Nodes)
        {
            Assert.That(await ListAsync(node), Is.EquivalentTo(["127.0.0.1", "127.0.0.3"]));
        }
    }

    [Test]
    public async Task A_partitioned_node_lists_only_itself()
    {
        await using var cluster = await StartTwoDatacentersAsync();
        cluster[5].ListsOnlyItself = true;

        Assert.That(await ListAsync(cluster[5]), Is.EqualTo([cluster[5].Host]));
        Assert.That(await ListAsync(cluster[5], "?dc=dc1"), Is.Empty);
        Assert.That(await ListAsync(cluster[4]), Does.Contain(cluster[5].Host), "its peers still list it");
    }

    [Test]
    public async Task A_list_can_be_any_text()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.NodeCount = 1);
        cluster[0].LocalNodesBody = "[\"10.0.0.1\", 7, ";

        Assert.That(await Http.GetStringAsync(new Uri(cluster[0].Address, "localnodes")), Is.EqualTo("[\"10.0.0.1\", 7, "));

        cluster[0].LocalNodesBody = null;
        Assert.That(await ListAsync(cluster[0]), Is.EqualTo(["127.0.0.1"]));
    }

    private static Task<AlternatorTestCluster> StartTwoDatacentersAsync(Action<AlternatorTestClusterOptions>? configure = null) =>
        AlternatorTestCluster.StartAsync(options =>
        {
            options.NodeCount = 8;
            options.Placement = i => new() { Datacenter = i < 4 ? "dc1" : "dc2", Rack = i % 4 < 2 ? "r1" : "r2" };
            configure?.Invoke(options);
        });

    private static async Task<string[]> ListAsync(AlternatorTestNode node, string query = "") =>
        (await Http.GetFromJsonAsync<string[]>(new Uri(node.Address, $"localnodes{query}")))!;
}
