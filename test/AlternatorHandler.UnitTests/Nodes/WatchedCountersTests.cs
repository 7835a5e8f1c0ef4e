using AlternatorHandler.Nodes;
using AlternatorHandler.Protocol;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Nodes;

public sealed class WatchedCountersTests
{
    [Test]
    public void Attempts_and_those_in_flight_share_a_word_and_do_not_disturb_each_other()
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
    public void Totals_are_those_of_all_classes_and_survive_that_the_rule_forgets()
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
