using AlternatorHandler.Health.SlowNodes;
using AlternatorHandler.Protocol;

namespace AlternatorHandler.UnitTests.Health.SlowNodes;

public sealed class OutlierDetectorTests : OutlierTest
{
    [TestCase(1, 5.9, false, Description = "less than 5 ms more")]
    [TestCase(1, 6.1, true)]
    [TestCase(10, 29, false, Description = "less than three times")]
    [TestCase(10, 31, true)]
    [TestCase(200, 590, false)]
    [TestCase(200, 610, true)]
    [TestCase(1, 50_000, true)]
    public void A_node_is_demoted_above_three_times_the_latency_of_its_peers_and_5_ms_more(double peers, double node, bool isDemoted)
    {
        Run(30.Seconds(), 100, i => i == 1 ? node : peers);

        Assert.That(Demoted(), Is.EqualTo(isDemoted ? "10.0.0.2" : string.Empty));
        Assert.That(Nodes[1].Weight, Is.EqualTo(isDemoted ? 0f : 1f));
    }

    [Test]
    public void Under_load_a_node_that_is_50_ms_slower_is_demoted_within_half_a_second()
    {
        Run(5.Seconds(), 100, _ => 1);

        Run(0.5.Seconds(), 100, i => i == 1 ? 51 : 1);

        Assert.That(Demoted(), Is.EqualTo("10.0.0.2"));
    }

    [Test]
    public void Under_low_load_consecutive_slow_responses_demote_and_a_single_one_does_not()
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
    public void Random_noise_in_the_latency_demotes_no_node(int responsesPerTick)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            Use(3);
            var random = new Random(seed);

            // Latencies range from 0.5 ms to about 10 ms, and one response in a hundred takes 100 ms.
            Run(60.Seconds(), responsesPerTick, _ => random.Next(100) == 0 ? 100 : 0.5 + (-2 * Math.Log(1 - random.NextDouble())));

            Assert.That(Nodes.Log.Count("NodeDemoted"), Is.Zero, $"seed {seed}");
        }
    }

    [TestCase(2.6)]
    [TestCase(3.0)]
    [TestCase(3.4)]
    public void A_node_near_the_latency_limit_is_demoted_at_most_once_and_then_not_restored(double ratio)
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
    [TestCase(3, 2, 0, Description = "two of three nodes determine the median")]
    [TestCase(6, 4, 0)]
    public void At_most_half_of_the_nodes_are_demoted(int nodes, int slow, int demoted)
    {
        Use(nodes);

        Run(20.Seconds(), 100, i => i < slow ? 60 : 1);

        Assert.That(Nodes.Table.Current.All.Count(IsDemoted), Is.EqualTo(demoted));
    }

    [Test]
    public void When_too_many_nodes_are_slow_the_slowest_are_demoted()
    {
        Use(5);

        Run(20.Seconds(), 100, i => i switch { 0 => 1, 1 => 1, 2 => 10, 3 => 45, _ => 40 });

        Assert.That(Demoted(), Is.EqualTo("10.0.0.4 10.0.0.5"));
    }

    [Test]
    public void A_node_that_is_slow_only_under_full_load_is_demoted_for_growing_periods()
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
    public void Long_scans_do_not_demote_a_node()
    {
        for (var i = 0; i < 120; i++)
        {
            Respond(Nodes[0], LatencyClass.RangeOrBatch, 900, 20);
            Run(Tick, 100, _ => 1);
        }

        Assert.That(Demoted(), Is.Empty);
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
    public void No_node_is_demoted_while_all_nodes_fail_or_when_they_recover(int failuresPerTick)
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

            Evaluate();
        }

        Run(60.Seconds(), 10, _ => 1);
        Assert.That(Nodes.Log.Count("NodeDemoted"), Is.Zero);
    }

    [Test]
    public void A_stuck_node_is_demoted_at_once_and_restored_when_it_responds()
    {
        BeginAttempts(Nodes[0], 2);
        OutlierDetector.MarkStuck(Nodes[0], "no response for 1.0 s");
        Evaluate();
        Assert.That(Demoted(), Is.EqualTo("10.0.0.1"));
        Assert.That(Nodes.Log.Messages, Has.One.Contains("no response for 1.0 s"));

        Run(12.Seconds(), 10, _ => 1);
        Assert.That(Nodes[0].Weight, Is.EqualTo(1f));
    }

    [Test]
    public void A_node_with_a_single_request_without_a_response_is_not_demoted()
    {
        BeginAttempts(Nodes[0], 1);
        OutlierDetector.MarkStuck(Nodes[0], "no response for 1.0 s");
        Evaluate();

        Assert.That(Demoted(), Is.Empty);
    }

    [Test]
    public void No_node_is_demoted_while_all_nodes_are_stuck()
    {
        foreach (var node in Nodes.Table.Current.All)
        {
            BeginAttempts(node, 2);
            OutlierDetector.MarkStuck(node, "no response for 2.0 s");
        }

        Evaluate();

        Assert.That(Demoted(), Is.Empty);
    }

    [Test]
    public void The_weight_of_a_node_combines_its_slow_start_and_its_latency()
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
    public void The_estimate_of_a_new_node_starts_at_the_latency_of_its_peers()
    {
        Run(20.Seconds(), 10, i => i == 2 ? null : 40);
        Run(Tick, 1, i => i == 2 ? 1 : 40);

        Assert.That(Nodes[2].Latency[LatencyClass.PointRead].Score, Is.GreaterThan(38));
    }
}
