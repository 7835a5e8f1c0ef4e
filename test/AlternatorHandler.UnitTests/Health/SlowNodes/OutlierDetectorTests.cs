using AlternatorHandler.Health.SlowNodes;
using AlternatorHandler.Protocol;

namespace AlternatorHandler.UnitTests.Health.SlowNodes;

public sealed class OutlierDetectorTests : SlowNodeTest
{
    [TestCase(1, 5.9, false, Description = "not 5 ms over")]
    [TestCase(1, 6.1, true)]
    [TestCase(10, 29, false, Description = "not three times")]
    [TestCase(10, 31, true)]
    [TestCase(200, 590, false)]
    [TestCase(200, 610, true)]
    [TestCase(1, 50_000, true)]
    public void A_node_is_demoted_from_three_times_its_peers_and_5_ms_over_them_on(double peers, double node, bool isDemoted)
    {
        Run(30.Seconds(), 100, i => i == 1 ? node : peers);

        Assert.That(Demoted(), Is.EqualTo(isDemoted ? "10.0.0.2" : string.Empty));
        Assert.That(Nodes[1].Weight, Is.EqualTo(isDemoted ? 0f : 1f));
    }

    [Test]
    public void Under_load_a_node_50_ms_slower_is_demoted_within_half_a_second()
    {
        Run(5.Seconds(), 100, _ => 1);

        Run(0.5.Seconds(), 100, i => i == 1 ? 51 : 1);

        Assert.That(Demoted(), Is.EqualTo("10.0.0.2"));
    }

    [Test]
    public void Without_much_load_a_few_slow_answers_in_a_row_demote_and_one_does_not()
    {
        Run(60.Seconds(), 1, _ => 1);

        Run(1.Seconds() / 4, 1, i => i == 1 ? 500 : 1);
        Run(10.Seconds(), 1, _ => 1);
        Assert.That(Demoted(), Is.Empty);

        Run(1.25.Seconds(), 1, i => i == 1 ? 500 : 1);
        Assert.That(Demoted(), Is.EqualTo("10.0.0.2"));
    }

    [TestCase(1)]
    [TestCase(5)]
    [TestCase(50)]
    [TestCase(1000)]
    public void Noise_demotes_no_node(int answersPerTick)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            Use(3);
            var random = new Random(seed);

            // Half a millisecond to some ten, and one answer in a hundred waits for a tenth of a second.
            Run(60.Seconds(), answersPerTick, _ => random.Next(100) == 0 ? 100 : 0.5 + (-2 * Math.Log(1 - random.NextDouble())));

            Assert.That(Nodes.Log.Messages.Where(message => message.Contains("one request a second", StringComparison.Ordinal)), Is.Empty, $"seed {seed}");
        }
    }

    [TestCase(2.6)]
    [TestCase(3.0)]
    [TestCase(3.4)]
    public void A_node_on_the_border_stays_on_one_side_of_it(double ratio)
    {
        var random = new Random(1);

        Run(120.Seconds(), 20, i => (i == 1 ? ratio : 1) * 10 * (0.5 + random.NextDouble()));

        Assert.That(Nodes.Log.Count("NodeDemoted"), Is.LessThanOrEqualTo(1));
        Assert.That(Nodes.Log.Count("NodeNoLongerDemoted"), Is.Zero);
    }

    [TestCase(1, 1, 0)]
    [TestCase(2, 1, 1)]
    [TestCase(3, 1, 1)]
    [TestCase(4, 2, 2)]
    [TestCase(5, 2, 2)]
    [TestCase(6, 3, 3)]
    [TestCase(3, 2, 0, Description = "two of three are what nodes are like")]
    [TestCase(6, 4, 0)]
    public void At_most_half_of_the_nodes_are_demoted(int nodes, int slow, int demoted)
    {
        Use(nodes);

        Run(20.Seconds(), 100, i => i < slow ? 60 : 1);

        Assert.That(Nodes.Table.Current.All.Count(IsDemoted), Is.EqualTo(demoted));
    }

    [Test]
    public void Of_too_many_slow_nodes_the_slowest_are_demoted()
    {
        Use(5);

        Run(20.Seconds(), 100, i => i switch { 0 => 1, 1 => 1, 2 => 10, 3 => 45, _ => 40 });

        Assert.That(Demoted(), Is.EqualTo("10.0.0.4 10.0.0.5"));
    }

    [Test]
    public void When_its_last_peer_goes_down_a_demoted_node_takes_its_part_at_once()
    {
        Use(2);
        Run(5.Seconds(), 100, _ => 1);
        Run(0.75.Seconds(), 100, i => i == 0 ? 51 : 1);
        Assert.That(Demoted(), Is.EqualTo("10.0.0.1"));

        Nodes.States.MarkDown(Nodes[1], "connection refused");
        Judge();

        Assert.That(Nodes[0].Weight, Is.GreaterThan(0));
    }

    [Test]
    public void When_a_healthy_node_goes_down_the_less_slow_of_two_demoted_ones_takes_its_part()
    {
        Use(4);
        Run(10.Seconds(), 100, i => i < 2 ? 40 + i : 1);
        Assert.That(Demoted(), Is.EqualTo("10.0.0.1 10.0.0.2"));

        Nodes.States.MarkDown(Nodes[3], "connection refused");
        Run(Tick, 100, i => i < 2 ? 40 + i : 1);

        Assert.That(Demoted(), Is.EqualTo("10.0.0.2"));
    }

    [Test]
    public void A_node_that_heals_returns_to_its_full_share_within_half_a_minute_through_a_growing_one()
    {
        Run(60.Seconds(), 100, i => i == 1 ? 51 : 1);
        var shares = new List<float>();

        for (var i = 0; i < 30 * 4 && Nodes.Log.Count("NodeNoLongerDemoted") == 0; i++)
        {
            Run(Tick, 100, _ => 1);
            shares.Add(Nodes[1].Weight);
        }

        TestContext.Out.WriteLine($"{shares.Count / 4.0} s");
        Assert.That(shares[^1], Is.EqualTo(1f));
        Assert.That(shares, Is.Ordered);
        Assert.That(shares.Count(share => share is > 0 and < 1), Is.GreaterThan(20));
    }

    [Test]
    public void A_node_that_stays_slow_stays_demoted_and_is_tried_once_a_second()
    {
        Run(10.Seconds(), 100, i => i == 1 ? 51 : 1);
        var tried = Tried;

        Run(300.Seconds(), 100, i => i == 1 ? 51 : 1);

        Assert.That(Tried - tried, Is.EqualTo(300).Within(2));
        Assert.That((Nodes.Log.Count("NodeDemoted"), Nodes.Log.Count("NodeNoLongerDemoted")), Is.EqualTo((1, 0)));
    }

    [Test]
    public void No_trial_is_offered_while_one_is_under_way()
    {
        Run(10.Seconds(), 100, i => i == 1 ? 51 : 1);
        while (!Nodes[1].Latency.TryTakeTrial(LatencyClass.PointRead))
        {
            Judge();
        }

        Nodes[1].BeginAttempt(Nodes.Time.GetTimestamp());
        for (var i = 0; i < 40; i++)
        {
            Judge();
            Assert.That(Nodes[1].Latency.TryTakeTrial(LatencyClass.PointRead), Is.False);
        }
    }

    [Test]
    public void A_node_that_is_slow_only_under_its_full_load_is_spared_ever_longer()
    {
        var demotions = new List<long>();
        for (var i = 0; i < 240 * 4; i++)
        {
            var before = Nodes.Log.Count("NodeDemoted");
            Run(Tick, 100, node => node == 1 && Nodes[1].Weight >= 1 ? 51 : 1);
            if (Nodes.Log.Count("NodeDemoted") > before)
            {
                demotions.Add(Nodes.Time.GetTimestamp());
            }
        }

        var pauses = demotions.Zip(demotions.Skip(1), (first, second) => Nodes.Time.GetElapsedTime(first, second).TotalSeconds).ToArray();
        TestContext.Out.WriteLine(string.Join(", ", pauses));
        Assert.That(pauses[^1], Is.GreaterThan(3 * pauses[0]));
    }

    [Test]
    public void Scans_make_no_node_look_slow()
    {
        for (var i = 0; i < 120; i++)
        {
            Answer(Nodes[0], LatencyClass.RangeOrBatch, 900, 20);
            Run(Tick, 100, _ => 1);
        }

        Assert.That(Demoted(), Is.Empty);
    }

    [Test]
    public void Slow_writes_alone_demote_and_are_tried_alone()
    {
        for (var i = 0; i < 40; i++)
        {
            foreach (var node in Nodes.Table.Current.All)
            {
                Answer(node, LatencyClass.Write, node == Nodes[2] ? 80 : 2, 10);
                Answer(node, LatencyClass.PointRead, 1, 10);
            }

            Judge();
        }

        Assert.That(Demoted(), Is.EqualTo("10.0.0.3"));
        Assert.That(Trials(Nodes[2]), Is.EqualTo("Write"));
        Assert.That(Nodes.Log.Messages, Has.One.Contains("Write takes"));
    }

    [Test]
    public void A_write_is_not_risked_while_a_read_can_tell()
    {
        for (var i = 0; i < 8; i++)
        {
            foreach (var node in Nodes.Table.Current.All)
            {
                Answer(node, LatencyClass.Write, node == Nodes[2] ? 80 : 2, 10);
                Answer(node, LatencyClass.PointRead, node == Nodes[2] ? 80 : 2, 10);
            }

            Judge();
        }

        Assert.That(Trials(Nodes[2]), Is.EqualTo("PointRead"));
    }

    [Test]
    public void A_node_that_fails_fast_is_demoted()
    {
        Run(5.Seconds(), 50, _ => 1);

        for (var i = 0; i < 2; i++)
        {
            for (var failure = 0; failure < 50; failure++)
            {
                Nodes[0].Latency[LatencyClass.PointRead].RecordFailure();
            }

            Run(Tick, 50, node => node == 0 ? null : 1);
        }

        Assert.That(Demoted(), Is.EqualTo("10.0.0.1"));
    }

    [TestCase(1)]
    [TestCase(100)]
    public void When_all_nodes_fail_none_is_demoted_neither_then_nor_when_they_recover(int failuresPerTick)
    {
        Use(6);
        var random = new Random(2);
        Run(10.Seconds(), 10, _ => 1);

        for (var i = 0; i < 60 * 4; i++)
        {
            foreach (var node in Nodes.Table.Current.All)
            {
                for (var failure = random.Next(failuresPerTick); failure >= 0; failure--)
                {
                    node.Latency[LatencyClass.PointRead].RecordFailure();
                }
            }

            Judge();
        }

        Run(60.Seconds(), 10, _ => 1);
        Assert.That(Nodes.Log.Count("NodeDemoted"), Is.Zero);
    }

    [Test]
    public void A_stuck_node_is_demoted_at_once_and_returns_when_it_answers()
    {
        Hold(Nodes[0], 2);
        OutlierDetector.MarkStuck(Nodes[0], "no answer for 1.0 s");
        Judge();
        Assert.That(Demoted(), Is.EqualTo("10.0.0.1"));
        Assert.That(Nodes.Log.Messages, Has.One.Contains("no answer for 1.0 s"));

        Run(12.Seconds(), 10, _ => 1);
        Assert.That(Nodes[0].Weight, Is.EqualTo(1f));
    }

    [Test]
    public void One_request_without_an_answer_may_be_a_long_scan()
    {
        Hold(Nodes[0], 1);
        OutlierDetector.MarkStuck(Nodes[0], "no answer for 1.0 s");
        Judge();

        Assert.That(Demoted(), Is.Empty);
    }

    [Test]
    public void Nodes_that_are_silent_together_are_not_demoted_for_it()
    {
        foreach (var node in Nodes.Table.Current.All)
        {
            Hold(node, 2);
            OutlierDetector.MarkStuck(node, "no answer for 2.0 s");
        }

        Judge();

        Assert.That(Demoted(), Is.Empty);
    }

    [Test]
    public void A_node_that_goes_down_starts_anew_when_it_is_back()
    {
        Run(10.Seconds(), 100, i => i == 1 ? 51 : 1);

        Nodes.States.MarkDown(Nodes[1], "connection refused");
        Judge();
        Nodes.States.OnResponse(Nodes[1]);
        Judge();

        Assert.That((Demoted(), Nodes[1].State, Nodes[1].Weight), Is.EqualTo((string.Empty, AlternatorNodeState.Probation, 0.1f)));
    }

    [Test]
    public void A_share_for_health_and_one_for_speed_do_not_add_up()
    {
        Nodes.States.MarkDown(Nodes[1], "connection refused");
        Nodes.States.OnResponse(Nodes[1]);
        Run(10.Seconds(), 100, i => i == 1 ? 51 : 1);
        Nodes.States.RampUp();
        Assert.That(Nodes[1].Weight, Is.Zero);

        Run(10.Seconds(), 100, _ => 1);
        Nodes.States.RampUp();
        Assert.That(Nodes[1].Weight, Is.GreaterThan(0).And.LessThan(1));
    }

    [Test]
    public void A_demoted_node_without_requests_recovers()
    {
        Run(10.Seconds(), 100, i => i == 1 ? 51 : 1);

        for (var i = 0; i < 38 * 4; i++)
        {
            Judge();
        }

        Assert.That(Nodes[1].Weight, Is.EqualTo(1f));
        Assert.That(Rule.Evaluate(), Is.False);
    }

    [Test]
    public void A_new_node_starts_as_its_peers_are()
    {
        Run(20.Seconds(), 10, i => i == 2 ? null : 40);
        Run(Tick, 1, i => i == 2 ? 1 : 40);

        Assert.That(Nodes[2].Latency[LatencyClass.PointRead].Score, Is.GreaterThan(38));
    }

    private string Trials(AlternatorNode node)
    {
        while (true)
        {
            Judge();
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
