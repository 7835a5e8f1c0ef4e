using AlternatorHandler.Protocol;

namespace AlternatorHandler.UnitTests.Health.SlowNodes;

public sealed class TrialTests : SlowNodeTest
{
    [TestCase("PointRead", "PointRead")]
    [TestCase("RangeOrBatch", "RangeOrBatch")]
    [TestCase("Write", "Write")]
    [TestCase("PointRead Write", "PointRead")]
    [TestCase("RangeOrBatch Write", "RangeOrBatch")]
    [TestCase("PointRead RangeOrBatch", "PointRead RangeOrBatch")]
    [TestCase("PointRead RangeOrBatch Write", "PointRead RangeOrBatch")]
    public void A_slow_node_is_tried_with_any_read_that_was_slow_and_with_a_write_only_if_no_read_was(string slow, string tried)
    {
        foreach (var latencyClass in slow.Split(' ').Select(Enum.Parse<LatencyClass>))
        {
            foreach (var node in Nodes.Table.Current.All)
            {
                Answer(node, latencyClass, node == Nodes[1] ? 40 : 1, 5_000);
            }
        }

        Judge();

        Assert.That(Tries(), Is.EqualTo(tried));
    }

    [TestCase("PointRead")]
    [TestCase("Write")]
    [TestCase("RangeOrBatch")]
    [TestCase("NotMeasured")]
    public void A_node_that_was_only_stuck_is_tried_with_whatever_comes(string latencyClass)
    {
        Stick(Nodes[1]);
        Judge();
        PassASecond();

        Assert.That(Nodes[1].Latency.TryTakeTrial(Enum.Parse<LatencyClass>(latencyClass)), Is.True);
    }

    [Test]
    public void An_unused_trial_ends_when_the_node_recovers()
    {
        Stick(Nodes[1]);
        Judge();
        while (IsDemoted(Nodes[1]))
        {
            Judge();
        }

        Assert.That(Nodes[1].Latency.TryTakeTrial(LatencyClass.PointRead), Is.False);
    }

    [Test]
    public void An_unused_trial_ends_when_the_node_goes_down()
    {
        Stick(Nodes[1]);
        Judge();
        PassASecond();

        Nodes.States.MarkDown(Nodes[1], "connection refused");
        Judge();

        Assert.That(Nodes[1].Latency.TryTakeTrial(LatencyClass.PointRead), Is.False);
    }

    /// <summary>The classes of which the next request would be let through to the second node.</summary>
    private string Tries() => string.Join(' ', Enum.GetValues<LatencyClass>().Where(latencyClass =>
    {
        // Each on an offer of its own: whoever takes one takes it from the others.
        PassASecond();
        return Nodes[1].Latency.TryTakeTrial(latencyClass);
    }));

    /// <summary>Lets the next trial be offered.</summary>
    private void PassASecond()
    {
        for (var i = 0; i < 1.Seconds() / Tick; i++)
        {
            Judge();
        }
    }
}
