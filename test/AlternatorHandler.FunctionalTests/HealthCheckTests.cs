using AlternatorHandler.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AlternatorHandler.FunctionalTests;

public sealed class HealthCheckTests
{
    [Test]
    public async Task The_check_finds_the_nodes_before_the_first_request()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = Client(cluster);

        var entry = await CheckAsync(client);

        Assert.That((entry.Status, entry.Description), Is.EqualTo((HealthStatus.Healthy, "All 3 nodes usable.")));
        Assert.That(cluster.Nodes.Select(node => node.RequestCount), Is.All.Zero);
    }

    [Test]
    public async Task A_dead_node_degrades_and_all_dead_are_unhealthy_until_they_return()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = Client(cluster, options => options.HealthProbe.Interval = 100.Milliseconds());
        await client.DynamoDB.ListTablesAsync();

        await cluster[1].KillAsync();
        await UseAsync(client, 3);
        var degraded = await CheckAsync(client);
        Assert.That(degraded.Status, Is.EqualTo(HealthStatus.Degraded));
        Assert.That(degraded.Description, Does.StartWith($"1 of 3 nodes down: {cluster[1].Host}"));

        await cluster[0].KillAsync();
        await cluster[2].KillAsync();
        await UseAsync(client, 3);
        var unhealthy = await CheckAsync(client);
        Assert.That(unhealthy.Status, Is.EqualTo(HealthStatus.Unhealthy));
        Assert.That(unhealthy.Data, Has.Count.EqualTo(3));

        foreach (var node in cluster.Nodes)
        {
            await node.StartAsync();
        }

        await Eventually.TrueAsync(() => client.Cluster.Nodes.All(node => node.State != AlternatorNodeState.Down), 60.Seconds());
        Assert.That((await CheckAsync(client)).Status, Is.EqualTo(HealthStatus.Healthy));
    }

    [Test]
    public async Task Serving_from_the_other_datacenter_degrades()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options =>
        {
            options.NodeCount = 2;
            options.Placement = static i => new() { Datacenter = $"dc{i + 1}", Rack = "r1" };
        });
        await using var client = Client(cluster, options =>
        {
            options.Scopes.Add(new AlternatorRoutingScope("dc1"));
            options.Scopes.Add(new AlternatorRoutingScope("dc2"));
        });
        Assert.That((await CheckAsync(client)).Status, Is.EqualTo(HealthStatus.Healthy));

        await cluster[0].KillAsync();
        await UseAsync(client, 5);
        await client.WaitForStateAsync(cluster[0], AlternatorNodeState.Down, 30.Seconds());

        var entry = await CheckAsync(client);
        Assert.That(entry.Status, Is.EqualTo(HealthStatus.Degraded));
        Assert.That(entry.Description, Does.StartWith("Requests go to datacenter dc2"));
    }

    private static TestClient Client(AlternatorTestCluster cluster, Action<AlternatorOptions>? configure = null) =>
        TestClient.Of(cluster, configure, services => services.AddLogging().AddHealthChecks().AddAlternator());

    private static async Task UseAsync(TestClient client, int requests)
    {
        for (var i = 0; i < requests; i++)
        {
            try
            {
                await client.DynamoDB.ListTablesAsync();
            }
            catch (HttpRequestException)
            {
                // Nobody is left.
            }
        }
    }

    private static async Task<HealthReportEntry> CheckAsync(TestClient client) =>
        (await client.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["alternator"];
}
