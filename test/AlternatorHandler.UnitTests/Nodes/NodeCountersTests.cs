using AlternatorHandler.Nodes;
using AlternatorHandler.Protocol;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Nodes;

public sealed class NodeCountersTests
{
    [Test]
    public void Attempts_and_attempts_in_flight_are_counted_independently()
    {
        var node = TestNodes.Up(1)[0];
        Parallel.For(0, 10_000, _ =>
        {
            node.BeginAttempt(1);
            node.EndAttempt();
        });
        node.BeginAttempt(2);
        node.BeginAttempt(3);

        Assert.Multiple(() =>
        {
            Assert.That(node.Attempts, Is.EqualTo(10_002));
            Assert.That(node.InFlight, Is.EqualTo(2));
            Assert.That(node.BusySince, Is.EqualTo(2));
        });
    }

    [Test]
    public void The_latency_totals_include_all_operation_classes_and_are_kept_after_a_reset()
    {
        var latency = new NodeLatency();
        latency[LatencyClass.PointRead].RecordResponse(TimeSpan.FromMilliseconds(2));
        latency[LatencyClass.Write].RecordResponse(TimeSpan.FromMilliseconds(3));
        latency[LatencyClass.Write].RecordFailure();
        foreach (var latencyClass in NodeLatency.Classes)
        {
            latency[latencyClass].Drain();
            latency[latencyClass].Reset();
        }

        Assert.That(latency.Totals, Is.EqualTo(new LatencyTotals(2, 5)));
    }
}
