using AlternatorHandler.Testing;
using Amazon.DynamoDBv2;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace AlternatorHandler.FunctionalTests.Configuration;

public sealed class ConfigurationReloadTests
{
    private readonly FakeLoggerProvider _log = new();

    [Test]
    public async Task Seeds_policy_scopes_and_timeouts_change_under_load_without_a_failure()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options =>
        {
            options.NodeCount = 4;
            options.Placement = static i => new() { Datacenter = i < 2 ? "dc1" : "dc2", Rack = "r1" };
        });
        using var file = new SettingsFile(new { Seeds = Seeds(cluster[0]), Scopes = new[] { new { Datacenter = "dc1" } } });
        await using var services = Services(file);
        var dynamoDB = services.GetRequiredService<IAmazonDynamoDB>();
        var view = (AlternatorCluster)services.GetRequiredService<IAlternatorCluster>();
        await using var load = Workers.Start(8, _ => dynamoDB.ListTablesAsync());
        await load.DoneAsync(500, 30.Seconds());
        Assert.That(cluster.Nodes.Skip(2).Select(node => node.RequestCount), Is.All.Zero);

        file.Write(new
        {
            Seeds = Seeds(cluster[3]),
            Scopes = new[] { new { Datacenter = "dc2" } },
            LoadBalancingPolicy = "RoundRobin",
            Retry = new { AttemptTimeout = "00:00:05", MaxAttempts = 3 },
        });
        await Eventually.TrueAsync(() => view.Tiers is [{ Datacenter: "dc2", UsableNodes: 2 }], 60.Seconds());

        // What was on its way to the nodes of before has arrived when all workers have ended.
        await load.DoneAsync(50, 30.Seconds());
        await load.StopAsync();
        cluster.Nodes.ToList().ForEach(node => node.ClearRequests());
        await Workers.RunAsync(8, 500, _ => dynamoDB.ListTablesAsync());

        Assert.That(load.Failures, Is.Empty);
        Assert.That(cluster.Nodes.Take(2).Select(node => node.RequestCount), Is.All.Zero);
        Assert.That(cluster.Nodes.Skip(2).Select(node => node.RequestCount), Is.All.GreaterThan(200));
        Assert.That((view.Parts.Live.Current.LoadBalancingPolicy, view.Parts.Live.Current.Retry.MaxAttempts, view.Parts.Live.Current.Retry.AttemptTimeout), Is.EqualTo(("RoundRobin", 3, 5.Seconds())));
        Assert.That(view.Parts.Nodes.Current.Seeds.Select(seed => seed.Address), Is.EqualTo([cluster[3].Address]));
    }

    [Test]
    public async Task A_shorter_attempt_timeout_holds_for_the_next_request()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.NodeCount = 1);
        using var file = new SettingsFile(new { Seeds = Seeds(cluster[0]) });
        await using var services = Services(file);
        var dynamoDB = services.GetRequiredService<IAmazonDynamoDB>();
        var view = (AlternatorCluster)services.GetRequiredService<IAlternatorCluster>();
        await dynamoDB.ListTablesAsync();

        file.Write(new { Seeds = Seeds(cluster[0]), Retry = new { AttemptTimeout = "00:00:00.2", MaxAttempts = 1 } });
        await Eventually.TrueAsync(() => view.Parts.Live.Current.Retry.MaxAttempts == 1, 60.Seconds());
        cluster[0].Faults.Always(Fault.Hang);

        // With the default of 10 s the node would have been found silent before, and the message be another.
        var failure = Assert.CatchAsync(() => dynamoDB.ListTablesAsync())!;
        Assert.That(failure.ToString(), Does.Contain("no response in time"));
    }

    [Test]
    public async Task An_invalid_file_is_logged_and_the_previous_options_remain_in_effect()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        using var file = new SettingsFile(new { Seeds = Seeds(cluster[0]), Retry = new { MaxAttempts = 3 } });
        await using var services = Services(file);
        var dynamoDB = services.GetRequiredService<IAmazonDynamoDB>();
        var view = (AlternatorCluster)services.GetRequiredService<IAlternatorCluster>();
        await using var load = Workers.Start(4, _ => dynamoDB.ListTablesAsync());
        await load.DoneAsync(100, 30.Seconds());

        file.Write(new { Seeds = Seeds(cluster[0]), Retry = new { MaxAttempts = 99, AttemptTimeout = "soon" } });
        await Eventually.TrueAsync(() => _log.Collector.Of("ChangeIgnored").Count > 0, 60.Seconds());
        await load.DoneAsync(100, 30.Seconds());
        await load.StopAsync();

        Assert.That(load.Failures, Is.Empty);
        Assert.That(view.Parts.Live.Current.Retry.MaxAttempts, Is.EqualTo(3));
        Assert.That(
            _log.Collector.Of("ChangeIgnored")[0].Message,
            Does.Contain("Alternator:Retry:MaxAttempts (99)").And.Contain("Alternator:Retry:AttemptTimeout ('soon')"));
    }

    private static string[] Seeds(AlternatorTestNode node) => [node.Address.ToString()];

    private ServiceProvider Services(SettingsFile file)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(_log));
        services.AddAlternatorLoadBalancing(file.Section).AddDynamoDBClient();
        return services.BuildServiceProvider();
    }
}
