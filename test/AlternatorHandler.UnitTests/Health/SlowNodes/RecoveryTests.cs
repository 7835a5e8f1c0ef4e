using AlternatorHandler.Protocol;

namespace AlternatorHandler.UnitTests.Health.SlowNodes;

/// <summary>Tests when and how a demoted node is restored.</summary>
public sealed class RecoveryTests : OutlierTest
{
    [Test]
    public void A_briefly_stuck_node_receives_no_requests_for_four_seconds() =>
        Assert.That(DemoteAndMeasure(), Is.EqualTo(4.Seconds()));

    [Test]
    public void Each_repeated_demotion_lasts_twice_as_long_up_to_64_seconds()
    {
        var demotions = Enumerable.Range(0, 6).Select(_ =>
        {
            var time = DemoteAndMeasure();
            Advance(10.Seconds());
            return time.TotalSeconds;
        }).ToArray();

        Assert.That(demotions, Is.EqualTo(new[] { 4, 8, 16, 32, 64, 64 }));
    }

    [TestCase(60, 8)]
    [TestCase(70, 4, Description = "more than a minute after full recovery")]
    public void A_demotion_counts_as_repeated_for_a_minute_after_full_recovery(int seconds, int demotion)
    {
        DemoteAndMeasure();
        AdvanceUntilRestored();
        Advance(seconds.Seconds());

        Assert.That(DemoteAndMeasure(), Is.EqualTo(demotion.Seconds()));
    }

    [Test]
    public void A_restored_node_has_its_full_weight_after_six_seconds()
    {
        DemoteAndMeasure();

        Advance(5.75.Seconds());
        Assert.That(Nodes[1].Weight, Is.LessThan(1f));

        Advance(Tick);
        Assert.That((Nodes[1].Weight, Nodes.Log.Count("NodeNoLongerDemoted")), Is.EqualTo((1f, 1)));
    }

    [Test]
    public void The_next_evaluation_is_due_soon_until_the_node_has_its_full_weight()
    {
        MarkStuck(Nodes[1]);
        do
        {
            Assert.That(Evaluate(), Is.True);
        }
        while (Nodes[1].Weight < 1);

        Assert.That(Evaluate(), Is.False);
    }

    [Test]
    public void Responses_from_before_a_node_went_down_are_discarded_even_if_not_evaluated()
    {
        Respond(Nodes[1], LatencyClass.PointRead, 40, 100);
        Nodes.States.MarkDown(Nodes[1], "connection refused");
        Evaluate();
        Nodes.States.OnResponse(Nodes[1]);
        Evaluate();

        Assert.That(Nodes[1].Latency[LatencyClass.PointRead].Score, Is.Null);
    }

    [Test]
    public void A_demoted_node_is_restored_at_once_when_its_last_peer_goes_down()
    {
        Use(2);
        Run(5.Seconds(), 100, _ => 1);
        Run(0.75.Seconds(), 100, i => i == 0 ? 51 : 1);
        Assert.That(Demoted(), Is.EqualTo("10.0.0.1"));

        Nodes.States.MarkDown(Nodes[1], "connection refused");
        Evaluate();

        Assert.That(Nodes[0].Weight, Is.GreaterThan(0));
    }

    [Test]
    public void The_less_slow_of_two_demoted_nodes_is_restored_when_a_healthy_node_goes_down()
    {
        Use(4);
        Run(10.Seconds(), 100, i => i < 2 ? 40 + i : 1);
        Assert.That(Demoted(), Is.EqualTo("10.0.0.1 10.0.0.2"));

        Nodes.States.MarkDown(Nodes[3], "connection refused");
        Run(Tick, 100, i => i < 2 ? 40 + i : 1);

        Assert.That(Demoted(), Is.EqualTo("10.0.0.2"));
    }

    [Test]
    public void A_recovered_node_regains_its_full_weight_gradually_within_30_seconds()
    {
        Run(60.Seconds(), 100, i => i == 1 ? 51 : 1);
        var weights = new List<float>();

        for (var i = 0; i < 30 * 4 && Nodes.Log.Count("NodeNoLongerDemoted") == 0; i++)
        {
            Run(Tick, 100, _ => 1);
            weights.Add(Nodes[1].Weight);
        }

        TestContext.Out.WriteLine($"{weights.Count / 4.0} s");
        Assert.That(weights[^1], Is.EqualTo(1f));
        Assert.That(weights, Is.Ordered);
        Assert.That(weights.Count(weight => weight is > 0 and < 1), Is.GreaterThan(20));
    }

    [Test]
    public void The_demotion_of_a_node_is_reset_when_it_goes_down()
    {
        Run(10.Seconds(), 100, i => i == 1 ? 51 : 1);

        Nodes.States.MarkDown(Nodes[1], "connection refused");
        Evaluate();
        Nodes.States.OnResponse(Nodes[1]);
        Evaluate();

        Assert.That((Demoted(), Nodes[1].State, Nodes[1].Weight), Is.EqualTo((string.Empty, AlternatorNodeState.Probation, 0.1f)));
    }

    [Test]
    public void A_demoted_node_that_receives_no_requests_is_restored()
    {
        Run(10.Seconds(), 100, i => i == 1 ? 51 : 1);

        for (var i = 0; i < 38 * 4; i++)
        {
            Evaluate();
        }

        Assert.That(Nodes[1].Weight, Is.EqualTo(1f));
        Assert.That(Detector.Evaluate(), Is.False);
    }

    /// <summary>Marks the second node as stuck for a moment.</summary>
    /// <returns>The time during which it receives no requests.</returns>
    private TimeSpan DemoteAndMeasure()
    {
        MarkStuck(Nodes[1]);
        Evaluate();
        Assert.That(Demoted(), Is.EqualTo("10.0.0.2"));
        var since = Nodes.Time.GetTimestamp();
        while (Nodes[1].Weight == 0)
        {
            Evaluate();
        }

        return Nodes.Time.GetElapsedTime(since);
    }

    private void AdvanceUntilRestored()
    {
        while (Nodes[1].Weight < 1)
        {
            Evaluate();
        }
    }

    private void Advance(TimeSpan time)
    {
        for (var i = 0; i < time / Tick; i++)
        {
            Evaluate();
        }
    }
}
