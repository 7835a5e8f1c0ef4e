using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;

namespace AlternatorHandler.UnitTests.DependencyInjection;

public sealed class AlternatorOptionsMonitorTests
{
    private readonly FakeLogger _log = new();
    private readonly IConfigurationRoot _configuration = new ConfigurationBuilder()
        .AddInMemoryCollection([new("Alternator:Seeds:0", "http://10.0.0.1:8000"), new("Alternator:Retry:MaxAttempts", "3"), new("Reports:Seeds:0", "http://10.0.1.1:8000")])
        .Build();

    [Test]
    public void A_configuration_change_applies_to_its_cluster_and_no_other()
    {
        using var services = Services();
        var (main, reports) = (Cluster(services, string.Empty), Cluster(services, "reports"));
        var before = reports.Parts.Live.Current;

        Set("Alternator:Retry:MaxAttempts", "2");

        Assert.That(main.Parts.Live.Current.Retry.MaxAttempts, Is.EqualTo(2));
        Assert.That(reports.Parts.Live.Current.Retry.MaxAttempts, Is.EqualTo(4));
        Assert.That(_log.Messages, Is.EqualTo(["Options of cluster '' changed: Retry:MaxAttempts."]));
        Assert.That(before.Seeds, Is.EqualTo(reports.Parts.Live.Current.Seeds));
    }

    [Test]
    public void An_invalid_configuration_change_is_logged_with_all_its_errors_and_ignored()
    {
        using var services = Services();
        var cluster = Cluster(services, string.Empty);
        var monitor = services.GetRequiredService<IOptionsMonitor<AlternatorOptions>>();
        var before = cluster.Parts.Live.Current;

        _configuration["Alternator:Retry:MaxAttempts"] = "99";
        _configuration["Alternator:LoadBalancingPolcy"] = "Random";
        Assert.That(_configuration.Reload, Throws.Nothing);

        Assert.That(cluster.Parts.Live.Current, Is.SameAs(before));
        Assert.That(monitor.CurrentValue, Is.SameAs(before));
        Assert.That(_log.Messages, Has.Exactly(1).Contains("Alternator:Retry:MaxAttempts (99)").And.Exactly(1).Contains("Alternator:LoadBalancingPolcy is not an option. Did you mean LoadBalancingPolicy?"));
        Assert.That(_log.Count("ChangeIgnored"), Is.EqualTo(1));
    }

    [Test]
    public void A_configuration_change_before_the_cluster_is_created_applies()
    {
        using var services = Services();
        _ = services.GetRequiredService<IOptionsMonitor<AlternatorOptions>>().CurrentValue;

        Set("Alternator:Retry:MaxAttempts", "2");

        Assert.That(Cluster(services, string.Empty).Parts.Live.Current.Retry.MaxAttempts, Is.EqualTo(2));
    }

    [Test]
    public void A_listener_is_called_until_its_disposal_and_one_that_throws_affects_no_other()
    {
        using var services = Services();
        var cluster = Cluster(services, string.Empty);
        var monitor = services.GetRequiredService<IOptionsMonitor<AlternatorOptions>>();
        var received = new List<int>();
        var subscription = monitor.OnChange((options, name) => received.AddRange(name!.Length == 0 ? [options.Retry.MaxAttempts] : []))!;
        using var failing = monitor.OnChange(_ => throw new InvalidOperationException("the application's"));

        Set("Alternator:Retry:MaxAttempts", "2");
        subscription.Dispose();
        Set("Alternator:Retry:MaxAttempts", "1");

        Assert.That(received, Is.EqualTo([2]));
        Assert.That(cluster.Parts.Live.Current.Retry.MaxAttempts, Is.EqualTo(1));
    }

    private static AlternatorCluster Cluster(IServiceProvider services, string name) => (AlternatorCluster)services.GetRequiredKeyedService<IAlternatorCluster>(name);

    private void Set(string key, string value)
    {
        _configuration[key] = value;
        _configuration.Reload();
    }

    private ServiceProvider Services()
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(new FakeLoggerProvider(_log.Collector)));
        services.AddAlternatorLoadBalancing(_configuration.GetSection("Alternator"));
        services.AddAlternatorLoadBalancing("reports", _configuration.GetSection("Reports"));
        return services.BuildServiceProvider();
    }
}
