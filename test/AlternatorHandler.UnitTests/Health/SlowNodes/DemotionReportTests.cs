using AlternatorHandler.Protocol;
using AlternatorHandler.Telemetry;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace AlternatorHandler.UnitTests.Health.SlowNodes;

/// <summary>What those who watch are told of demotions.</summary>
public sealed class DemotionReportTests : SlowNodeTest
{
    private readonly TestMeterFactory _meters = new();
    private MetricCollector<long> _demotions = null!;

    [SetUp]
    public void Listen()
    {
        _demotions = _meters.Collect<long>("alternator.client.node.demotions");
        Use(3, new AlternatorMetrics(_meters));
    }

    [TearDown]
    public void Stop()
    {
        _demotions.Dispose();
        _meters.Dispose();
    }

    [Test]
    public void A_demotion_of_a_slow_node_is_counted_as_such()
    {
        Run(5.Seconds(), 100, i => i == 1 ? 51 : 1);

        Assert.That(Counted(), Is.EqualTo("alternator.cluster=test, alternator.demotion.reason=slow, server.address=10.0.0.2, server.port=8000"));
    }

    [Test]
    public void A_demotion_of_a_stuck_node_is_counted_as_such()
    {
        Stick(Nodes[0]);
        Judge();

        Assert.That(Counted(), Is.EqualTo("alternator.cluster=test, alternator.demotion.reason=stuck, server.address=10.0.0.1, server.port=8000"));
    }

    [Test]
    public void The_log_names_the_operations_that_take_the_most_times_those_of_the_peers()
    {
        foreach (var node in Nodes.Table.Current.All)
        {
            Answer(node, LatencyClass.PointRead, node == Nodes[1] ? 45 : 9, 5_000);
            Answer(node, LatencyClass.Write, node == Nodes[1] ? 40 : 4, 5_000);
        }

        Judge();

        Assert.That(Nodes.Log.Messages, Has.One.Contains("Write takes 40.0 ms there with failures counted as slow, 4.0 ms on its peers"));
    }

    private string Counted() => string.Join("; ", _demotions.Measurements().Select(counted => counted.Tags));
}
