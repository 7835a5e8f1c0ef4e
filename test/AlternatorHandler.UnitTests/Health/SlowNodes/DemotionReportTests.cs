using AlternatorHandler.Protocol;
using AlternatorHandler.Telemetry;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace AlternatorHandler.UnitTests.Health.SlowNodes;

/// <summary>Tests the metrics and log messages of demotions.</summary>
public sealed class DemotionReportTests : OutlierTest
{
    private readonly TestMeterFactory _meters = new();
    private MetricCollector<long> _demotions = null!;

    [SetUp]
    public void Start_collecting_metrics()
    {
        _demotions = _meters.Collect<long>("alternator.client.node.demotions");
        Use(3, new AlternatorMetrics(_meters));
    }

    [TearDown]
    public void Stop_collecting_metrics()
    {
        _demotions.Dispose();
        _meters.Dispose();
    }

    [Test]
    public void A_demotion_of_a_slow_node_is_counted_with_the_reason_slow()
    {
        Run(5.Seconds(), 100, i => i == 1 ? 51 : 1);

        Assert.That(GetTags(), Is.EqualTo("alternator.cluster=test, alternator.demotion.reason=slow, server.address=10.0.0.2, server.port=8000"));
    }

    [Test]
    public void A_demotion_of_a_stuck_node_is_counted_with_the_reason_stuck()
    {
        MarkStuck(Nodes[0]);
        Evaluate();

        Assert.That(GetTags(), Is.EqualTo("alternator.cluster=test, alternator.demotion.reason=stuck, server.address=10.0.0.1, server.port=8000"));
    }

    [Test]
    public void The_log_names_the_operation_class_with_the_highest_latency_ratio()
    {
        foreach (var node in Nodes.Table.Current.All)
        {
            Respond(node, LatencyClass.PointRead, node == Nodes[1] ? 45 : 9, 5_000);
            Respond(node, LatencyClass.Write, node == Nodes[1] ? 40 : 4, 5_000);
        }

        Evaluate();

        Assert.That(Nodes.Log.Messages, Has.One.Contains("Write takes 40.0 ms, with failures counted as slow, and 4.0 ms on its peers"));
    }

    private string GetTags() => string.Join("; ", _demotions.Measurements().Select(demotion => demotion.Tags));
}
