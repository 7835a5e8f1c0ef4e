using AlternatorHandler.Requests;
using AlternatorHandler.UnitTests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AlternatorHandler.UnitTests.HealthChecks;

public sealed class AlternatorHealthCheckTests
{
    private readonly StubCluster _cluster = new();

    [Test]
    public async Task A_cluster_with_only_usable_nodes_is_healthy_without_a_refresh()
    {
        _cluster.AddTier("dc1", AlternatorNodeState.Up, AlternatorNodeState.Probation);

        var entry = await CheckAsync();

        Assert.That((entry.Status, entry.Description), Is.EqualTo((HealthStatus.Healthy, "All 2 nodes usable.")));
        Assert.That(_cluster.Refreshes, Is.Zero);
    }

    [Test]
    public async Task A_node_that_is_down_degrades_the_check_and_is_named_with_its_failure()
    {
        _cluster.AddTier("dc1", AlternatorNodeState.Up, AlternatorNodeState.Down);

        var entry = await CheckAsync();

        Assert.That((entry.Status, entry.Description), Is.EqualTo((HealthStatus.Degraded, "1 of 2 nodes down: 10.0.0.2:8000 (connection refused).")));
    }

    [Test]
    public async Task Serving_from_a_lower_scope_degrades_the_check()
    {
        _cluster.AddTier("dc1", AlternatorNodeState.Down);
        _cluster.AddTier("dc2", AlternatorNodeState.Up, AlternatorNodeState.Up);

        var entry = await CheckAsync();

        Assert.That(
            (entry.Status, entry.Description),
            Is.EqualTo((HealthStatus.Degraded, "Requests go to datacenter dc2 (2 of 2 nodes usable): datacenter dc1 has 0 of 1.")));
    }

    [Test]
    public async Task A_cluster_without_a_usable_node_has_the_configured_failure_status([Values(null, HealthStatus.Degraded)] HealthStatus? failureStatus)
    {
        _cluster.AddTier("dc1", AlternatorNodeState.Down, AlternatorNodeState.Down);

        var entry = await CheckAsync(failureStatus);

        Assert.That(entry.Status, Is.EqualTo(failureStatus ?? HealthStatus.Unhealthy));
        Assert.That(entry.Description, Is.EqualTo("No usable Alternator node: 10.0.0.1:8000 (connection refused), 10.0.0.2:8000 (connection refused)."));
    }

    [Test]
    public async Task A_cluster_that_was_not_used_yet_is_refreshed_before_the_check()
    {
        _cluster.AddTier("dc1", AlternatorNodeState.Down);
        _cluster.Refreshing = () =>
        {
            _cluster.Clear();
            _cluster.AddTier("dc1", AlternatorNodeState.Up);
        };

        Assert.That((await CheckAsync()).Status, Is.EqualTo(HealthStatus.Healthy));
    }

    [Test]
    public async Task A_failed_refresh_is_the_reason_of_an_unhealthy_check()
    {
        _cluster.Refreshing = () => throw new HttpRequestException("No Alternator node returned a node list: 10.0.0.1:8000: connection refused.");

        var entry = await CheckAsync();

        Assert.That((entry.Status, entry.Exception), Is.EqualTo((HealthStatus.Unhealthy, (Exception?)null)));
        Assert.That(entry.Description, Is.EqualTo("No usable Alternator node: No Alternator node returned a node list: 10.0.0.1:8000: connection refused."));
    }

    [Test]
    public async Task The_data_of_a_check_contains_each_node_and_the_serving_scope()
    {
        _cluster.AddTier("dc1", AlternatorNodeState.Up, AlternatorNodeState.Down);

        var data = (await CheckAsync()).Data;

        Assert.That(data.Keys, Is.EquivalentTo(["10.0.0.1:8000", "10.0.0.2:8000", "serving"]));
        Assert.That(data["serving"], Is.EqualTo("datacenter dc1"));
        Assert.That(((AlternatorNodeStatus)data["10.0.0.2:8000"]).State, Is.EqualTo(AlternatorNodeState.Down));
    }

    [Test]
    public void A_check_has_the_registered_name_and_tags_or_a_name_that_contains_the_cluster()
    {
        var services = new ServiceCollection();
        services.AddHealthChecks().AddAlternator().AddAlternator("reports").AddAlternator("reports", "storage", HealthStatus.Degraded, ["ready"], 3.Seconds());
        using var provider = services.BuildServiceProvider();

        var checks = provider.GetRequiredService<Microsoft.Extensions.Options.IOptions<HealthCheckServiceOptions>>().Value.Registrations.ToArray();

        Assert.That(checks.Select(check => check.Name), Is.EqualTo(["alternator", "alternator-reports", "storage"]));
        Assert.That((checks[2].FailureStatus, checks[2].Tags.Single(), checks[2].Timeout), Is.EqualTo((HealthStatus.Degraded, "ready", 3.Seconds())));
        Assert.That(() => checks[1].Factory(provider), Throws.InvalidOperationException.With.Message.Contains("No Alternator cluster named 'reports'"));
    }

    [Test]
    public async Task A_check_with_a_cluster_name_uses_that_cluster()
    {
        _cluster.AddTier("dc1", AlternatorNodeState.Up);
        var services = new ServiceCollection();
        services.AddLogging().AddKeyedSingleton<IAlternatorCluster>("reports", _cluster);
        services.AddHealthChecks().AddAlternator("reports");
        await using var provider = services.BuildServiceProvider();

        Assert.That((await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["alternator-reports"].Status, Is.EqualTo(HealthStatus.Healthy));
    }

    private async Task<HealthReportEntry> CheckAsync(HealthStatus? failureStatus = null)
    {
        var services = new ServiceCollection();
        services.AddLogging().AddKeyedSingleton<IAlternatorCluster>(string.Empty, _cluster);
        services.AddHealthChecks().AddAlternator(failureStatus: failureStatus);
        await using var provider = services.BuildServiceProvider();
        return (await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["alternator"];
    }

    /// <summary>Represents a cluster whose tiers a test adds. The first tier with a usable node serves.</summary>
    private sealed class StubCluster : IAlternatorCluster
    {
        private readonly List<(string Datacenter, AlternatorNodeStatus[] Nodes)> _tiers = [];

        public string Name => string.Empty;

        public int Refreshes { get; private set; }

        public Action? Refreshing { get; set; }

        public IReadOnlyList<AlternatorNodeStatus> Nodes => [.. _tiers.SelectMany(tier => tier.Nodes)];

        public IReadOnlyList<AlternatorTierStatus> Tiers
        {
            get
            {
                var serving = _tiers.FindIndex(tier => CountUsable(tier.Nodes) > 0);
                return [.. _tiers.Select((tier, i) => new AlternatorTierStatus { Datacenter = tier.Datacenter, IsServing = i == serving, UsableNodes = CountUsable(tier.Nodes), Nodes = tier.Nodes.Length })];
            }
        }

        RequestServices IAlternatorCluster.Requests => throw new NotSupportedException();

        public void Clear() => _tiers.Clear();

        public AlternatorClusterStatus GetStatus() => throw new NotSupportedException();

        public void AddTier(string datacenter, params AlternatorNodeState[] states)
        {
            var known = Nodes.Count;
            _tiers.Add((datacenter, [.. states.Select((state, i) => new AlternatorNodeStatus
            {
                Address = TestNodes.Address($"10.0.0.{known + i + 1}"),
                State = state,
                Datacenter = datacenter,
                LastFailure = state == AlternatorNodeState.Down ? "connection refused" : null,
            })]));
        }

        public Task RefreshAsync(CancellationToken cancellationToken = default)
        {
            Refreshes++;
            Refreshing?.Invoke();
            return Task.CompletedTask;
        }

        public Task<AlternatorScopeCheckResult> CheckScopesAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

        private static int CountUsable(AlternatorNodeStatus[] nodes) => nodes.Count(node => node.State != AlternatorNodeState.Down);
    }
}
