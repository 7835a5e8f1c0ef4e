using AlternatorHandler.Telemetry;

namespace AlternatorHandler.UnitTests.Telemetry;

public sealed class ClusterGaugesTests
{
    private readonly List<AlternatorNodeStatus> _nodes =
    [
        new() { Address = new Uri("http://10.0.0.1:8000"), State = AlternatorNodeState.Up, InFlight = 3 },
        new() { Address = new Uri("http://[2001:db8::1]:8000"), State = AlternatorNodeState.Down, Datacenter = "dc1", Rack = "rack1", LastFailure = "connection refused" },
    ];

    private readonly TestMeterFactory _meters = new();
    private AlternatorMetrics _metrics = null!;

    [SetUp]
    public void Create()
    {
        _metrics = new AlternatorMetrics(_meters);
        _metrics.Gauges.Add("orders", () => _nodes, () => TimeSpan.FromMinutes(-5));
    }

    [TearDown]
    public void Stop() => _meters.Dispose();

    [Test]
    public void Nodes_are_counted_by_state_including_the_states_without_nodes() =>
        Assert.That(Observe<int>("alternator.client.nodes"), Is.EquivalentTo(
        [
            (1, "alternator.cluster=orders, alternator.node.state=up"),
            (0, "alternator.cluster=orders, alternator.node.state=probation"),
            (1, "alternator.cluster=orders, alternator.node.state=down"),
        ]));

    [Test]
    public void The_state_gauge_of_a_node_is_1_for_its_current_state() =>
        Assert.That(Observe<int>("alternator.client.node.state").Where(measured => measured.Value == 1), Is.EqualTo(
        [
            (1, "alternator.cluster=orders, alternator.node.state=up, server.address=10.0.0.1, server.port=8000"),
            (1, "alternator.cluster=orders, alternator.datacenter=dc1, alternator.node.state=down, alternator.rack=rack1, server.address=2001:db8::1, server.port=8000"),
        ]));

    [Test]
    public void The_attempts_in_flight_of_each_node_are_observed() =>
        Assert.That(Observe<int>("alternator.client.node.active_attempts"), Is.EqualTo(
        [
            (3, "alternator.cluster=orders, server.address=10.0.0.1, server.port=8000"),
            (0, "alternator.cluster=orders, alternator.datacenter=dc1, alternator.rack=rack1, server.address=2001:db8::1, server.port=8000"),
        ]));

    [Test]
    public void The_clock_offset_is_observed_only_for_clusters_with_signing()
    {
        _metrics.Gauges.Add("unsigned", () => [], () => null);

        Assert.That(Observe<double>("alternator.client.signing.clock_offset"), Is.EqualTo([(-300.0, "alternator.cluster=orders")]));
    }

    [Test]
    public void A_second_cluster_uses_the_same_instruments()
    {
        _metrics.Gauges.Add("reports", () => _nodes, () => null);

        // Each instrument of this name would report both clusters.
        Assert.That(Observe<int>("alternator.client.nodes"), Has.Length.EqualTo(6));
    }

    private (T Value, string Tags)[] Observe<T>(string instrument)
        where T : struct
    {
        using var collector = _meters.Collect<T>(instrument);
        return collector.Observe();
    }
}
