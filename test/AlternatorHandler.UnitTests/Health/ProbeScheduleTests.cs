using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Health;

public sealed class ProbeScheduleTests
{
    [Test]
    public void A_failure_in_probation_delays_the_next_probe_longer_than_a_first_failure()
    {
        var nodes = TestNodes.FirstInProbation();

        nodes.States.TryEject(nodes[0], "500");

        Assert.That(nodes[0].State, Is.EqualTo(AlternatorNodeState.Down));
        Assert.That(nodes.UntilProbe(nodes[0]), IsJitterOf(1.6));
    }

    [Test]
    public void The_probe_delay_is_reset_when_a_node_is_up_again()
    {
        var nodes = TestNodes.FirstInProbation();
        nodes.Time.Advance(30.Seconds());
        nodes.States.RampUp();

        nodes.States.MarkDown(nodes[0], "refused");

        Assert.That(nodes.UntilProbe(nodes[0]), IsJitterOf(1));
    }

    [Test]
    public void Failed_probes_delay_the_next_probe_by_a_growing_interval_up_to_MaxInterval()
    {
        var nodes = TestNodes.Up(2);
        nodes.States.MarkDown(nodes[0], "refused");

        foreach (var expected in new[] { 1, 1.6, 2.56, 4.096, 6.5536, 10.48576, 16.777, 25, 25, 25 })
        {
            Assert.That(nodes.UntilProbe(nodes[0]), IsJitterOf(expected));
            nodes.States.OnProbeCompleted(nodes[0], "refused", nodes.Time.GetTimestamp());
        }
    }

    [Test]
    public void Probe_intervals_have_jitter_and_never_exceed_MaxInterval()
    {
        var nodes = TestNodes.Up(2, new AlternatorOptions { HealthProbe = { Interval = 7.Seconds(), MaxInterval = 7.Seconds() } });
        var intervals = new List<TimeSpan>();
        for (var i = 0; i < 500; i++)
        {
            nodes.States.OnProbeCompleted(nodes[0], "refused", nodes.Time.GetTimestamp());
            intervals.Add(nodes.UntilProbe(nodes[0]));
        }

        Assert.That(intervals, Is.All.LessThanOrEqualTo(7.Seconds()).And.All.GreaterThanOrEqualTo(4.6.Seconds()));
        Assert.That(intervals.Distinct().Count(), Is.GreaterThan(400));
    }

    [Test]
    public void A_node_is_still_probed_after_5000_failed_probes()
    {
        var nodes = TestNodes.Up(2);
        for (var i = 0; i < 5_000; i++)
        {
            nodes.States.OnProbeCompleted(nodes[0], "refused", nodes.Time.GetTimestamp());
        }

        Assert.That(nodes.UntilProbe(nodes[0]), IsJitterOf(25));
    }

    [Test]
    public void Failed_requests_on_a_node_that_is_down_do_not_delay_its_probe()
    {
        var nodes = TestNodes.Up(4);
        nodes.States.MarkDown(nodes[0], "refused");
        var due = nodes[0].Probing.NextProbeAt;

        nodes.Time.Advance(0.5.Seconds());
        for (var i = 0; i < 16; i++)
        {
            nodes.States.MarkDown(nodes[0], "refused");
            nodes.States.TryEject(nodes[0], "500");
        }

        Assert.That(nodes[0].Probing.NextProbeAt, Is.EqualTo(due));
        Assert.That(nodes[0].Condition.FailedAt, Is.EqualTo(nodes.Time.GetTimestamp()), "the panic order depends on the last failure");

        nodes.States.OnProbeCompleted(nodes[0], "refused", nodes.Time.GetTimestamp());
        Assert.That(nodes.UntilProbe(nodes[0]), IsJitterOf(1.6));
    }

    private static NUnit.Framework.Constraints.RangeConstraint IsJitterOf(double seconds) =>
        Is.InRange(TimeSpan.FromSeconds(seconds * 0.799), TimeSpan.FromSeconds(seconds * 1.201));
}
