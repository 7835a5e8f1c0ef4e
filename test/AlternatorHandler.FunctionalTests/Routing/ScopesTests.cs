using AlternatorHandler.Testing;

namespace AlternatorHandler.FunctionalTests.Routing;

[Parallelizable]
public sealed class ScopesTests
{
    private static readonly AlternatorRoutingScope[] RackThenDatacenterThenAll = [new("dc1", "r1"), new("dc1"), new()];

    [TestCase(null, null, "dc1")]
    [TestCase("dc1", null, "dc1")]
    [TestCase("dc2", null, "dc2")]
    [TestCase("dc1", "r1", "dc1 r1")]
    [TestCase("dc1", "r2", "dc1 r2")]
    [TestCase("dc2", "r1", "dc2 r1")]
    [TestCase("dc2", "r2", "dc2 r2")]
    public async Task Each_scope_reaches_only_its_nodes_whichever_node_lists_them(string? datacenter, string? rack, string expected)
    {
        await using var cluster = await StartAsync();
        foreach (var contact in cluster.Nodes)
        {
            await using var client = TestClient.OfSeed(contact.Address, options =>
            {
                if (datacenter is not null)
                {
                    options.Scopes.Add(new AlternatorRoutingScope(datacenter, rack));
                }
            });
            cluster.Nodes.ToList().ForEach(node => node.ClearRequests());
            for (var i = 0; i < 16; i++)
            {
                await client.DynamoDB.ListTablesAsync();
            }

            // Without a datacenter a node lists its own.
            var where = datacenter is null ? contact.Datacenter : expected;
            var inside = cluster.Nodes.Where(node => $"{node.Datacenter} {node.Rack}".StartsWith(where, StringComparison.Ordinal)).ToArray();
            Assert.That(inside.Select(node => node.RequestCount), Is.All.EqualTo(16 / inside.Length), $"asked {contact}");
        }
    }

    [Test]
    public async Task The_whole_cluster_is_the_union_over_the_seeds_and_all_datacenters_that_scopes_name([Values] bool bySeeds)
    {
        await using var cluster = await StartAsync();
        await using var client = TestClient.Of(cluster, options =>
        {
            if (bySeeds)
            {
                options.Seeds.Add(cluster[4].Address);
            }
            else
            {
                options.Scopes.Add(new AlternatorRoutingScope("dc2") { MinUsableNodes = 100 });
                options.Scopes.Add(new AlternatorRoutingScope());
            }
        });

        await client.DynamoDB.ListTablesAsync();
        await Eventually.TrueAsync(() => client.Cluster.Nodes.Count == 8, 5.Seconds());
    }

    [Test]
    public async Task A_rack_that_stops_is_served_by_its_datacenter_and_takes_over_again_when_it_returns()
    {
        await using var cluster = await StartAsync();
        await using var client = TestClient.Of(cluster, options =>
        {
            options.Discovery.RefreshInterval = 300.Milliseconds();
            options.HealthProbe.MaxInterval = 1.Seconds();
            RackThenDatacenterThenAll.ToList().ForEach(options.Scopes.Add);
        });
        var rack = cluster.Nodes.Where(node => node is { Datacenter: "dc1", Rack: "r1" }).ToArray();
        var datacenter = cluster.Nodes.Where(node => node is { Datacenter: "dc1", Rack: "r2" }).ToArray();
        await using var load = Workers.Start(8, _ => client.DynamoDB.ListTablesAsync());
        await load.DoneAsync(100, 10.Seconds());
        Assert.That(datacenter.Sum(node => node.RequestCount), Is.Zero);

        await Task.WhenAll(rack.Select(node => node.KillAsync()));
        await Eventually.TrueAsync(() => datacenter.All(node => node.RequestCount > 0), 1.Seconds());
        await load.DoneAsync(100, 10.Seconds());

        await Task.WhenAll(rack.Select(node => node.StartAsync()));
        await Eventually.TrueAsync(() => rack.All(node => client.Cluster.Nodes.Single(status => status.Address == node.Address).State != AlternatorNodeState.Down), 20.Seconds());
        cluster.Nodes.ToList().ForEach(node => node.ClearRequests());
        await load.DoneAsync(200, 10.Seconds());
        await load.StopAsync();

        Assert.That(load.Failures, Is.Empty);
        Assert.That(rack.Sum(node => node.RequestCount), Is.GreaterThan(150));
        Assert.That(cluster.Nodes.Where(node => node.Datacenter == "dc2").Sum(node => node.RequestCount), Is.Zero);
    }

    [Test]
    public async Task A_datacenter_that_is_lost_is_served_by_the_whole_cluster()
    {
        await using var cluster = await StartAsync();
        await using var client = TestClient.Of(cluster, options =>
        {
            options.Scopes.Add(new AlternatorRoutingScope("dc1"));
            options.Scopes.Add(new AlternatorRoutingScope("dc2"));
        });
        await using var load = Workers.Start(8, _ => client.DynamoDB.ListTablesAsync());
        await load.DoneAsync(100, 10.Seconds());

        await Task.WhenAll(cluster.Nodes.Where(node => node.Datacenter == "dc1").Select(node => node.KillAsync()));
        await load.DoneAsync(500, 10.Seconds());
        await load.StopAsync();

        Assert.That(load.Failures, Is.Empty);
        Assert.That(cluster.Nodes.Where(node => node.Datacenter == "dc2").Select(node => node.RequestCount), Is.All.GreaterThan(50));
    }

    [Test]
    public async Task A_strict_scope_that_stops_is_a_clear_error_and_nothing_leaves_it([Values] bool fromTheStart)
    {
        await using var cluster = await StartAsync();
        await using var client = TestClient.OfSeed(cluster[4].Address, options => options.Scopes.Add(new AlternatorRoutingScope("dc1", "r1")));
        var rack = cluster.Nodes.Where(node => node is { Datacenter: "dc1", Rack: "r1" }).ToArray();
        if (!fromTheStart)
        {
            await client.DynamoDB.ListTablesAsync();
        }

        await Task.WhenAll(rack.Select(node => node.KillAsync()));
        if (fromTheStart)
        {
            rack.ToList().ForEach(node => node.IsListed = false);
        }

        for (var i = 0; i < 10; i++)
        {
            var failure = await Failure.OfAsync(() => client.DynamoDB.ListTablesAsync());
            Assert.That(failure, Is.InstanceOf<HttpRequestException>().With.Message.StartsWith("No usable Alternator node: "));
            Assert.That(failure.Message, Does.Contain(fromTheStart ? "rack r1 of datacenter dc1" : rack[0].Address.Authority));
        }

        Assert.That(cluster.Nodes.Except(rack).Sum(node => node.RequestCount), Is.Zero);
    }

    [Test]
    public async Task A_tier_that_is_too_thin_spills_to_the_next()
    {
        await using var cluster = await StartAsync();
        await using var client = TestClient.Of(cluster, options =>
        {
            options.Scopes.Add(new AlternatorRoutingScope("dc1", "r1") { MinUsableShare = 0.6 });
            options.Scopes.Add(new AlternatorRoutingScope("dc1"));
        });
        await client.DynamoDB.ListTablesAsync();
        var rack = cluster.Nodes.Where(node => node is { Datacenter: "dc1", Rack: "r1" }).ToArray();
        await rack[0].KillAsync();
        await using var load = Workers.Start(4, _ => client.DynamoDB.ListTablesAsync());

        await Eventually.TrueAsync(() => cluster.Nodes.Where(node => node is { Datacenter: "dc1", Rack: "r2" }).All(node => node.RequestCount > 10), 5.Seconds());
        await load.StopAsync();
        Assert.That(load.Failures, Is.Empty);
    }

    [Test]
    public async Task CheckScopes_reports_the_error_of_each_scope()
    {
        await using var cluster = await StartAsync();
        await using var client = TestClient.Of(cluster, options =>
        {
            options.Scopes.Add(new AlternatorRoutingScope("dc1", "r1"));
            options.Scopes.Add(new AlternatorRoutingScope("dc1", "r 9&dc=dc2"));
            options.Scopes.Add(new AlternatorRoutingScope("dc9"));
            options.Scopes.Add(new AlternatorRoutingScope());
        });

        var result = await client.Cluster.CheckScopesAsync();

        Assert.That(result.IsValid, Is.False);
        Assert.That(
            result.Scopes.Select(scope => (scope.Status, scope.Nodes.Count)),
            Is.EqualTo([(AlternatorScopeCheckStatus.Found, 2), (AlternatorScopeCheckStatus.UnknownRack, 0), (AlternatorScopeCheckStatus.UnknownDatacenter, 0), (AlternatorScopeCheckStatus.Found, 4)]));
    }

    [Test]
    public async Task CheckScopes_reports_an_old_server_and_an_unresponsive_one()
    {
        await using var cluster = await StartAsync(options => options.IgnoreDatacenterAndRack = true);
        await using var client = TestClient.Of(cluster, options => options.Scopes.Add(new AlternatorRoutingScope("dc1", "r1")));

        Assert.That((await client.Cluster.CheckScopesAsync()).Scopes[0].Status, Is.EqualTo(AlternatorScopeCheckStatus.NotSupportedByServer));
        await cluster[0].KillAsync();
        Assert.That((await client.Cluster.CheckScopesAsync()).Scopes[0].Status, Is.EqualTo(AlternatorScopeCheckStatus.Unreachable));
    }

    [Test]
    public async Task The_status_of_a_node_names_its_datacenter_and_rack()
    {
        await using var cluster = await StartAsync();
        await using var client = TestClient.Of(cluster, options => RackThenDatacenterThenAll.ToList().ForEach(options.Scopes.Add));
        await client.DynamoDB.ListTablesAsync();

        var found = client.Cluster.Nodes.Where(node => node.Rack is not null).ToArray();
        Assert.That(found.Select(node => $"{node.Datacenter} {node.Rack}"), Is.EqualTo(["dc1 r1", "dc1 r1"]));
    }

    private static Task<AlternatorTestCluster> StartAsync(Action<AlternatorTestClusterOptions>? configure = null) => AlternatorTestCluster.StartAsync(options =>
    {
        options.NodeCount = 8;
        options.Placement = static i => new() { Datacenter = $"dc{1 + (i / 4)}", Rack = $"r{1 + (i / 2 % 2)}" };
        configure?.Invoke(options);
    });
}
