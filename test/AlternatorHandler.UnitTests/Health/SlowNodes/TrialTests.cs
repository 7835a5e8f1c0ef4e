using AlternatorHandler.Protocol;

namespace AlternatorHandler.UnitTests.Health.SlowNodes;

public sealed class TrialTests : OutlierTest
{
    [TestCase("PointRead", "PointRead")]
    [TestCase("RangeOrBatch", "RangeOrBatch")]
    [TestCase("Write", "Write")]
    [TestCase("PointRead Write", "PointRead")]
    [TestCase("RangeOrBatch Write", "RangeOrBatch")]
    [TestCase("PointRead RangeOrBatch", "PointRead RangeOrBatch")]
    [TestCase("PointRead RangeOrBatch Write", "PointRead RangeOrBatch")]
    public void A_slow_node_receives_trials_of_slow_reads_and_of_writes_only_if_no_read_is_slow(string slow, string trials)
    {
        foreach (var latencyClass in slow.Split(' ').Select(Enum.Parse<LatencyClass>))
        {
            foreach (var node in Nodes.Table.Current.All)
            {
                Respond(node, latencyClass, node == Nodes[1] ? 40 : 1, 5_000);
            }
        }

        Evaluate();

        Assert.That(GetTrials(), Is.EqualTo(trials));
    }

    [TestCase("PointRead")]
    [TestCase("Write")]
    [TestCase("RangeOrBatch")]
    [TestCase("NotMeasured")]
    public void A_node_that_was_stuck_receives_a_trial_of_any_operation_class(string latencyClass)
    {
        MarkStuck(Nodes[1]);
        Evaluate();
        AdvanceOneSecond();

        Assert.That(Nodes[1].Latency.TryTakeTrial(Enum.Parse<LatencyClass>(latencyClass)), Is.True);
    }

    [Test]
    public void An_unused_trial_is_withdrawn_when_the_node_is_restored()
    {
        MarkStuck(Nodes[1]);
        Evaluate();
        while (IsDemoted(Nodes[1]))
        {
            Evaluate();
        }

        Assert.That(Nodes[1].Latency.TryTakeTrial(LatencyClass.PointRead), Is.False);
    }

    [Test]
    public void An_unused_trial_is_withdrawn_when_the_node_goes_down()
    {
        MarkStuck(Nodes[1]);
        Evaluate();
        AdvanceOneSecond();

        Nodes.States.MarkDown(Nodes[1], "connection refused");
        Evaluate();

        Assert.That(Nodes[1].Latency.TryTakeTrial(LatencyClass.PointRead), Is.False);
    }

    [Test]
    public void A_node_that_stays_slow_stays_demoted_and_receives_one_trial_per_second()
    {
        Run(10.Seconds(), 100, i => i == 1 ? 51 : 1);
        var before = TakenTrials;

        Run(300.Seconds(), 100, i => i == 1 ? 51 : 1);

        Assert.That(TakenTrials - before, Is.EqualTo(300).Within(2));
        Assert.That((Nodes.Log.Count("NodeDemoted"), Nodes.Log.Count("NodeNoLongerDemoted")), Is.EqualTo((1, 0)));
    }

    [Test]
    public void No_trial_is_offered_while_another_is_in_flight()
    {
        Run(10.Seconds(), 100, i => i == 1 ? 51 : 1);
        while (!Nodes[1].Latency.TryTakeTrial(LatencyClass.PointRead))
        {
            Evaluate();
        }

        Nodes[1].BeginAttempt(Nodes.Time.GetTimestamp());
        for (var i = 0; i < 40; i++)
        {
            Evaluate();
            Assert.That(Nodes[1].Latency.TryTakeTrial(LatencyClass.PointRead), Is.False);
        }
    }

    [Test]
    public void A_node_that_is_slow_only_for_writes_is_demoted_and_receives_write_trials()
    {
        for (var i = 0; i < 40; i++)
        {
            foreach (var node in Nodes.Table.Current.All)
            {
                Respond(node, LatencyClass.Write, node == Nodes[2] ? 80 : 2, 10);
                Respond(node, LatencyClass.PointRead, 1, 10);
            }

            Evaluate();
        }

        Assert.That(Demoted(), Is.EqualTo("10.0.0.3"));
        Assert.That(TakeTrial(Nodes[2]), Is.EqualTo("Write"));
        Assert.That(Nodes.Log.Messages, Has.One.Contains("Write takes"));
    }

    [Test]
    public void A_node_that_is_slow_for_reads_and_writes_receives_only_read_trials()
    {
        for (var i = 0; i < 8; i++)
        {
            foreach (var node in Nodes.Table.Current.All)
            {
                Respond(node, LatencyClass.Write, node == Nodes[2] ? 80 : 2, 10);
                Respond(node, LatencyClass.PointRead, node == Nodes[2] ? 80 : 2, 10);
            }

            Evaluate();
        }

        Assert.That(TakeTrial(Nodes[2]), Is.EqualTo("PointRead"));
    }

    /// <summary>Gets the operation classes for which the second node admits a trial.</summary>
    private string GetTrials() => string.Join(' ', Enum.GetValues<LatencyClass>().Where(latencyClass =>
    {
        // Each class needs a separate offer, because a taken trial removes the offer for the other classes.
        AdvanceOneSecond();
        return Nodes[1].Latency.TryTakeTrial(latencyClass);
    }));

    /// <summary>Advances the clock until the next trial is offered.</summary>
    private void AdvanceOneSecond()
    {
        for (var i = 0; i < 1.Seconds() / Tick; i++)
        {
            Evaluate();
        }
    }

    private string TakeTrial(AlternatorNode node)
    {
        while (true)
        {
            Evaluate();
            foreach (var latencyClass in Enum.GetValues<LatencyClass>())
            {
                if (node.Latency.TryTakeTrial(latencyClass))
                {
                    return latencyClass.ToString();
                }
            }
        }
    }
}
