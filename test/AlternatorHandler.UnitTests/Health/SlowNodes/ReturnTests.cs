using AlternatorHandler.Protocol;

namespace AlternatorHandler.UnitTests.Health.SlowNodes;

/// <summary>When a demoted node returns, and how.</summary>
public sealed class ReturnTests : SlowNodeTest
{
    [Test]
    public void A_node_that_was_stuck_for_a_moment_is_spared_for_four_seconds() =>
        Assert.That(SparedFor(), Is.EqualTo(4.Seconds()));

    [Test]
    public void A_node_that_relapses_soon_is_spared_twice_as_long_each_time_up_to_a_minute()
    {
        var spared = Enumerable.Range(0, 6).Select(_ =>
        {
            var time = SparedFor();
            Pass(10.Seconds());
            return time.TotalSeconds;
        }).ToArray();

        Assert.That(spared, Is.EqualTo(new[] { 4, 8, 16, 32, 64, 64 }));
    }

    [TestCase(60, 8)]
    [TestCase(70, 4, Description = "what was more than a minute ago is forgotten")]
    public void A_relapse_counts_for_a_minute_after_the_node_had_its_full_share_again(int seconds, int spared)
    {
        SparedFor();
        PassUntilReturned();
        Pass(seconds.Seconds());

        Assert.That(SparedFor(), Is.EqualTo(spared.Seconds()));
    }

    [Test]
    public void A_node_that_returns_has_its_full_share_after_six_seconds()
    {
        SparedFor();

        Pass(5.75.Seconds());
        Assert.That(Nodes[1].Weight, Is.LessThan(1f));

        Pass(Tick);
        Assert.That((Nodes[1].Weight, Nodes.Log.Count("NodeNoLongerDemoted")), Is.EqualTo((1f, 1)));
    }

    [Test]
    public void The_rule_looks_again_soon_until_the_node_has_its_full_share()
    {
        Stick(Nodes[1]);
        do
        {
            Assert.That(Judge(), Is.True);
        }
        while (Nodes[1].Weight < 1);

        Assert.That(Judge(), Is.False);
    }

    [Test]
    public void Responses_from_before_a_node_went_down_are_discarded_even_if_not_evaluated()
    {
        Answer(Nodes[1], LatencyClass.PointRead, 40, 100);
        Nodes.States.MarkDown(Nodes[1], "connection refused");
        Judge();
        Nodes.States.OnResponse(Nodes[1]);
        Judge();

        Assert.That(Nodes[1].Latency[LatencyClass.PointRead].Score, Is.Null);
    }

    /// <summary>Lets the second node be stuck for a moment.</summary>
    /// <returns>For how long it gets no requests.</returns>
    private TimeSpan SparedFor()
    {
        Stick(Nodes[1]);
        Judge();
        Assert.That(Demoted(), Is.EqualTo("10.0.0.2"));
        var since = Nodes.Time.GetTimestamp();
        while (Nodes[1].Weight == 0)
        {
            Judge();
        }

        return Nodes.Time.GetElapsedTime(since);
    }

    private void PassUntilReturned()
    {
        while (Nodes[1].Weight < 1)
        {
            Judge();
        }
    }

    private void Pass(TimeSpan time)
    {
        for (var i = 0; i < time / Tick; i++)
        {
            Judge();
        }
    }
}
