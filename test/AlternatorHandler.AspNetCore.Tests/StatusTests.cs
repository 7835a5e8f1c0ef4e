using System.Text.Json.Nodes;
using AlternatorHandler.Testing;
using Amazon.DynamoDBv2;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace AlternatorHandler.AspNetCore.Tests;

public sealed class StatusTests
{
    [Test]
    public async Task The_status_contains_the_nodes_their_traffic_and_the_sources_of_the_list()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var app = await DashboardApp.OfAsync(cluster);
        await Orders.CreateAsync(app.DynamoDB);
        await using var load = Workers.Start(3, i => app.DynamoDB.GetItemAsync(Orders.Get($"{i}")));

        var status = await app.ClusterAsync(
            found => Nodes(found).Count(node => node["latencyHistory"]!.AsArray().Any(latency => latency is not null) && node["trafficShare"] is not null) == 3,
            30.Seconds());
        var nodes = Nodes(status);

        Assert.Multiple(() =>
        {
            Assert.That(status["name"]!.GetValue<string>(), Is.Empty);
            Assert.That(status["policy"]!.GetValue<string>(), Is.EqualTo("LeastRequests"));
            Assert.That(nodes.Select(node => node["address"]!.GetValue<string>()), Is.EquivalentTo(cluster.Nodes.Select(node => $"http://{node.Host}:{cluster.Port}")));
            Assert.That(nodes.Select(node => node["state"]!.GetValue<string>()), Is.All.EqualTo("Up"));
            Assert.That(nodes.Select(node => node["trafficShare"]!.GetValue<double>()), Is.All.EqualTo(1.0 / 3).Within(0.15));
            Assert.That(nodes.Select(node => node["attemptsPerSecond"]!.GetValue<double>()), Is.All.GreaterThan(0));
            Assert.That(nodes.Select(node => node["latencyMilliseconds"]!.GetValue<double>()), Is.All.GreaterThan(0));
            Assert.That(status["discovery"]!["ageSeconds"]!.GetValue<double>(), Is.InRange(0, 60));
            Assert.That(status["discovery"]!["sources"]!.AsArray().Select(source => source!.GetValue<string>()), Has.Some.EndsWith($":{cluster.Port}"));
            Assert.That(status["tiers"]![0]!["scope"]!.GetValue<string>(), Is.EqualTo("the whole cluster"));
            Assert.That(status["tiers"]![0]!["isServing"]!.GetValue<bool>(), Is.True);
            Assert.That(status["tiers"]![0]!["usable"]!.GetValue<int>(), Is.EqualTo(3));
        });
    }

    [Test]
    public async Task A_node_that_dies_and_returns_is_reported_with_the_reason()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var app = await DashboardApp.OfAsync(cluster, options => options.HealthProbe.ProbationPeriod = 200.Milliseconds());
        await Orders.CreateAsync(app.DynamoDB);
        await using var load = Workers.Start(3, i => app.DynamoDB.GetItemAsync(Orders.Get($"{i}")));
        await load.DoneAsync(30, 30.Seconds());

        await cluster[1].KillAsync();
        var down = await app.ClusterAsync(found => StateOf(found, cluster[1]) == "Down", 30.Seconds());
        await cluster[1].StartAsync();
        var back = await app.ClusterAsync(found => StateOf(found, cluster[1]) == "Up", 60.Seconds());

        var transitions = back["transitions"]!.AsArray()
            .Where(transition => transition!["address"]!.GetValue<string>().Contains(cluster[1].Host, StringComparison.Ordinal))
            .Select(transition => $"{transition!["from"]} {transition["to"]} {transition["reason"] is not null}")
            .Take(3);
        Assert.Multiple(() =>
        {
            Assert.That(Nodes(down).Single(node => node["state"]!.GetValue<string>() == "Down")["lastFailure"]!.GetValue<string>(), Is.Not.Empty);
            Assert.That(transitions, Is.EqualTo(["Probation Up False", "Down Probation False", "Up Down True"]));
        });
    }

    [Test]
    public async Task All_clusters_are_listed_in_registration_order_and_watching_sends_no_requests()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.NodeCount = 1);
        await using var app = await DashboardApp.StartAsync(
            services =>
            {
                services.AddAlternatorLoadBalancing("reports", options => options.Seeds.Add(cluster.Addresses[0]));
                services.AddAlternatorLoadBalancing(options => options.Seeds.Add(cluster.Addresses[0]));
                services.AddAlternatorLoadBalancing("reports", options => options.Scopes.Add(new AlternatorRoutingScope("dc1")));
            },
            app => app.MapAlternatorDashboard());

        var status = await app.StatusAsync();

        Assert.Multiple(() =>
        {
            Assert.That(status["clusters"]!.AsArray().Select(found => found!["name"]!.GetValue<string>()), Is.EqualTo(["reports", ""]));
            Assert.That(status["clusters"]![1]!["discovery"]!["refreshedAt"], Is.Null);
            Assert.That(status["clusters"]![0]!["tiers"]![0]!["datacenter"]!.GetValue<string>(), Is.EqualTo("dc1"));
            Assert.That(cluster[0].Requests, Is.Empty);
        });
    }

    [TestCase("", "reports")]
    [TestCase("reports", "")]
    public async Task A_default_and_a_named_cluster_are_listed_once_each_in_the_order_of_their_registration(string first, string second)
    {
        await using var firstNodes = await AlternatorTestCluster.StartAsync(options => options.NodeCount = 2);
        await using var secondNodes = await AlternatorTestCluster.StartAsync(options => options.NodeCount = 3);
        await using var app = await DashboardApp.StartAsync(
            services =>
            {
                services.AddAlternatorLoadBalancing(first, options => options.Seeds.Add(firstNodes.Addresses[0])).AddDynamoDBClient();
                services.AddAlternatorLoadBalancing(second, options => options.Seeds.Add(secondNodes.Addresses[0])).AddDynamoDBClient();
            },
            app => app.MapAlternatorDashboard());

        // Used in the other order.
        await app.Services.GetRequiredKeyedService<IAmazonDynamoDB>(second).ListTablesAsync();
        await app.Services.GetRequiredKeyedService<IAmazonDynamoDB>(first).ListTablesAsync();
        var clusters = (await app.StatusAsync())["clusters"]!.AsArray().Select(found => found!.AsObject()).ToArray();

        Assert.That(clusters.Select(found => found["name"]!.GetValue<string>()), Is.EqualTo([first, second]));
        Assert.That(Addresses(clusters[0]), Is.EquivalentTo(firstNodes.Addresses));
        Assert.That(Addresses(clusters[1]), Is.EquivalentTo(secondNodes.Addresses));
    }

    [Test]
    public async Task An_application_without_a_cluster_has_an_empty_dashboard()
    {
        await using var app = await DashboardApp.StartAsync(_ => { }, app => app.MapAlternatorDashboard());

        Assert.That((await app.StatusAsync())["clusters"]!.AsArray(), Is.Empty);
    }

    private static JsonObject[] Nodes(JsonObject cluster) => [.. cluster["nodes"]!.AsArray().Select(node => node!.AsObject())];

    private static IEnumerable<Uri> Addresses(JsonObject cluster) => Nodes(cluster).Select(node => new Uri(node["address"]!.GetValue<string>()));

    private static string? StateOf(JsonObject cluster, AlternatorTestNode node) =>
        Nodes(cluster).SingleOrDefault(found => new Uri(found["address"]!.GetValue<string>()).Host == node.Host)?["state"]!.GetValue<string>();
}
