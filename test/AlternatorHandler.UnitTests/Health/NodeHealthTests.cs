using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Health;

public sealed class NodeHealthTests
{
    private const string? Success = null;

    [Test]
    public void A_new_node_is_down_until_its_first_probe_which_is_due_at_once()
    {
        var nodes = TestNodes.Up(1);
        nodes.Table.Replace(0, [TestNodes.Address("10.0.0.2")], nodes.Health.AwaitFirstProbe);

        Assert.That(nodes[0].Status(), Has.Property("State").EqualTo(AlternatorNodeState.Down).And.Property("LastFailure").EqualTo("not probed yet"));
        Assert.That(nodes.UntilProbe(nodes[0]), Is.EqualTo(TimeSpan.Zero));
        Assert.That(nodes.Table.Current.Usable, Is.Empty);
    }

    [TestCase(false, AlternatorNodeState.Up)]
    [TestCase(true, AlternatorNodeState.Probation)]
    public void One_probe_admits_a_new_node_and_one_that_joined_late_starts_in_probation(bool isLate, AlternatorNodeState expected)
    {
        var nodes = new TestNodes(["10.0.0.1"]);
        nodes[0].Probing.WasListedLate = isLate;

        nodes.Health.Probed(nodes[0], Success, nodes.Time.GetTimestamp());

        Assert.That(nodes[0].State, Is.EqualTo(expected));
        Assert.That(nodes[0].Condition.LastFailure, Is.Null);
        Assert.That(nodes.Table.Current.Usable, Has.Length.EqualTo(1));
    }

    [Test]
    public void A_node_that_was_down_needs_as_many_successes_in_a_row_as_the_options_say()
    {
        var nodes = TestNodes.Up(2, new AlternatorOptions { HealthProbe = { SuccessThreshold = 3 } });
        nodes.Health.MarkDown(nodes[0], "refused");

        nodes.Health.Probed(nodes[0], Success, nodes.Time.GetTimestamp());
        nodes.Health.Probed(nodes[0], Success, nodes.Time.GetTimestamp());
        nodes.Health.Probed(nodes[0], "refused", nodes.Time.GetTimestamp());
        nodes.Health.Probed(nodes[0], Success, nodes.Time.GetTimestamp());
        nodes.Health.Probed(nodes[0], Success, nodes.Time.GetTimestamp());
        Assert.That(nodes[0].State, Is.EqualTo(AlternatorNodeState.Down));
        Assert.That(nodes.UntilProbe(nodes[0]), Is.EqualTo(1.Seconds()), "the next probe of a node that answers is not put off");

        nodes.Health.Probed(nodes[0], Success, nodes.Time.GetTimestamp());
        Assert.That(nodes[0].State, Is.EqualTo(AlternatorNodeState.Probation));
        Assert.That(nodes[0].Condition.LastFailure, Is.EqualTo("refused"), "what happened stays known");
    }

    [Test]
    public void The_share_of_a_node_in_probation_grows_from_a_tenth_to_the_whole()
    {
        var nodes = InProbation();

        var shares = new List<float>();
        for (var second = 0; second < 30; second += 10)
        {
            Assert.That(nodes.Health.GrowShares(), Is.True);
            shares.Add(nodes[0].Share);
            nodes.Time.Advance(10.Seconds());
        }

        Assert.That(shares[0], Is.EqualTo(0.1f).Within(0.001f));
        Assert.That(shares[1], Is.EqualTo(0.4f).Within(0.001f));
        Assert.That(shares[2], Is.EqualTo(0.7f).Within(0.001f));
        Assert.That(nodes.Health.GrowShares(), Is.False);
        Assert.That((nodes[0].State, nodes[0].Share), Is.EqualTo((AlternatorNodeState.Up, 1f)));
    }

    [Test]
    public void Without_a_probation_period_a_node_that_came_back_is_up_at_once()
    {
        var nodes = TestNodes.Up(2, new AlternatorOptions { HealthProbe = { ProbationPeriod = TimeSpan.Zero } });
        nodes.Health.MarkDown(nodes[0], "refused");

        nodes.Health.Answered(nodes[0]);

        Assert.That((nodes[0].State, nodes[0].Share), Is.EqualTo((AlternatorNodeState.Up, 1f)));
        Assert.That(nodes.Health.GrowShares(), Is.False);
    }

    [Test]
    public void A_failure_in_probation_puts_the_next_probe_further_off_than_the_first()
    {
        var nodes = InProbation();

        nodes.Health.TryEject(nodes[0], "500");

        Assert.That(nodes[0].State, Is.EqualTo(AlternatorNodeState.Down));
        Assert.That(nodes.UntilProbe(nodes[0]), IsSpreadAround(1.6));
    }

    [Test]
    public void A_node_that_was_up_again_is_probed_as_soon_as_after_its_first_failure()
    {
        var nodes = InProbation();
        nodes.Time.Advance(30.Seconds());
        nodes.Health.GrowShares();

        nodes.Health.MarkDown(nodes[0], "refused");

        Assert.That(nodes.UntilProbe(nodes[0]), IsSpreadAround(1));
    }

    [Test]
    public void Failed_probes_put_the_next_one_off_by_a_growing_time_up_to_the_longest()
    {
        var nodes = TestNodes.Up(2);
        nodes.Health.MarkDown(nodes[0], "refused");

        foreach (var expected in new[] { 1, 1.6, 2.56, 4.096, 6.5536, 10.48576, 16.777, 25, 25, 25 })
        {
            Assert.That(nodes.UntilProbe(nodes[0]), IsSpreadAround(expected));
            nodes.Health.Probed(nodes[0], "refused", nodes.Time.GetTimestamp());
        }
    }

    [Test]
    public void Probe_delays_stay_within_the_longest_interval_and_are_jittered()
    {
        var nodes = TestNodes.Up(2, new AlternatorOptions { HealthProbe = { Interval = 7.Seconds(), MaxInterval = 7.Seconds() } });
        var waits = new List<TimeSpan>();
        for (var i = 0; i < 500; i++)
        {
            nodes.Health.Probed(nodes[0], "refused", nodes.Time.GetTimestamp());
            waits.Add(nodes.UntilProbe(nodes[0]));
        }

        Assert.That(waits, Is.All.LessThanOrEqualTo(7.Seconds()).And.All.GreaterThanOrEqualTo(4.6.Seconds()));
        Assert.That(waits.Distinct().Count(), Is.GreaterThan(400));
    }

    [Test]
    public void A_node_that_fails_for_ever_is_still_probed()
    {
        var nodes = TestNodes.Up(2);
        for (var i = 0; i < 5_000; i++)
        {
            nodes.Health.Probed(nodes[0], "refused", nodes.Time.GetTimestamp());
        }

        Assert.That(nodes.UntilProbe(nodes[0]), IsSpreadAround(25));
    }

    [Test]
    public void Requests_that_fail_on_a_node_that_is_down_do_not_put_its_probe_off()
    {
        var nodes = TestNodes.Up(4);
        nodes.Health.MarkDown(nodes[0], "refused");
        var due = nodes[0].Probing.DueAt;

        nodes.Time.Advance(0.5.Seconds());
        for (var i = 0; i < 16; i++)
        {
            nodes.Health.MarkDown(nodes[0], "refused");
            nodes.Health.TryEject(nodes[0], "500");
        }

        Assert.That(nodes[0].Probing.DueAt, Is.EqualTo(due));
        Assert.That(nodes[0].Condition.FailedAt, Is.EqualTo(nodes.Time.GetTimestamp()), "the panic order goes by the last failure");

        nodes.Health.Probed(nodes[0], "refused", nodes.Time.GetTimestamp());
        Assert.That(nodes.UntilProbe(nodes[0]), IsSpreadAround(1.6));
    }

    [Test]
    public async Task A_request_that_fails_on_a_node_that_is_down_does_not_end_the_others_there()
    {
        var nodes = TestNodes.Up(2);
        nodes.Health.MarkDown(nodes[0], "refused");
        var others = nodes[0].GoesDown;

        nodes.Health.MarkDown(nodes[0], "connection reset");
        nodes.Health.Probed(nodes[0], Success, nodes.Time.GetTimestamp());
        nodes.Health.Probed(nodes[0], Success, nodes.Time.GetTimestamp());
        Assert.That(others.IsCancellationRequested, Is.False);

        nodes.Health.MarkDown(nodes[0], "refused");
        await Eventually.TrueAsync(() => others.IsCancellationRequested, within: 20.Seconds());
    }

    [Test]
    public void At_most_half_of_the_nodes_are_ejected_for_their_ratio_of_failures()
    {
        var nodes = TestNodes.Up(5);

        var ejected = nodes.Table.Current.All.Select(node => nodes.Health.TryEject(node, "500")).ToList();

        Assert.That(ejected, Is.EqualTo(Enumerable.Range(0, 5).Select(i => i < 2)));
        Assert.That(nodes.Table.Current.Usable, Has.Length.EqualTo(3));
    }

    [Test]
    public void Nodes_that_cannot_be_reached_count_for_the_half_and_are_not_bound_by_it()
    {
        var nodes = TestNodes.Up(4);
        nodes.Health.MarkDown(nodes[0], "refused");
        nodes.Health.MarkDown(nodes[1], "refused");

        Assert.That(nodes.Health.TryEject(nodes[2], "500"), Is.False);
        nodes.Health.MarkDown(nodes[2], "refused");
        nodes.Health.MarkDown(nodes[3], "refused");

        Assert.That(nodes.Table.Current.Usable, Is.Empty);
    }

    [Test]
    public void A_lone_node_is_never_ejected_and_its_breaker_is_closed_again()
    {
        var nodes = TestNodes.Up(1);

        Assert.That(nodes.Health.TryEject(nodes[0], "500"), Is.False);
        Assert.That(nodes[0].Probing.BreakerMustClose, Is.True);
        Assert.That(nodes[0].State, Is.EqualTo(AlternatorNodeState.Up));
    }

    [Test]
    public void An_answer_of_a_node_that_is_down_admits_it()
    {
        var nodes = TestNodes.Up(2);
        nodes.Health.MarkDown(nodes[0], "refused");

        nodes.Health.Answered(nodes[0]);

        Assert.That(nodes[0].State, Is.EqualTo(AlternatorNodeState.Probation));
        Assert.That(nodes[0].Probing.BreakerMustClose, Is.True);
        Assert.That(nodes.Table.Current.Usable, Has.Length.EqualTo(2));
    }

    [Test]
    public void A_stuck_node_whose_probe_fails_goes_down_and_one_that_answers_stays()
    {
        var nodes = TestNodes.Up(2);

        nodes.Health.Probed(nodes[0], "no answer for 1.2 s, and the probe failed: no answer to a probe for 2 s", nodes.Time.GetTimestamp());
        nodes.Health.Probed(nodes[1], Success, nodes.Time.GetTimestamp());

        Assert.That(nodes[0].State, Is.EqualTo(AlternatorNodeState.Down));
        Assert.That(nodes[1].State, Is.EqualTo(AlternatorNodeState.Up));
        Assert.That(nodes.FailuresTold, Is.EqualTo(1));
    }

    [Test]
    public void A_probe_that_failed_says_nothing_of_a_node_that_has_answered_a_request_since()
    {
        var nodes = TestNodes.Up(2);
        var begun = nodes.Time.GetTimestamp();
        nodes.Time.Advance(1.Seconds());
        nodes[0].Answered(nodes.Time.GetTimestamp());

        nodes.Health.Probed(nodes[0], "no answer for 1.2 s, and the probe failed: no answer to a probe for 2 s", begun);
        Assert.That(nodes[0].State, Is.EqualTo(AlternatorNodeState.Up));
        Assert.That(nodes.FailuresTold, Is.Zero);

        nodes.Health.Probed(nodes[0], "no answer for 1.2 s, and the probe failed: no answer to a probe for 2 s", nodes.Time.GetTimestamp());
        Assert.That(nodes[0].State, Is.EqualTo(AlternatorNodeState.Down), "an answer from before the probe is no excuse");
    }

    [Test]
    public async Task A_node_that_goes_down_gives_up_its_requests_and_asks_for_discovery()
    {
        var nodes = TestNodes.Up(2);
        var underWay = nodes[0].GoesDown;

        nodes.Health.MarkDown(nodes[0], "refused");

        await Eventually.TrueAsync(() => underWay.IsCancellationRequested, within: 20.Seconds());
        Assert.That(nodes.FailuresTold, Is.EqualTo(1));
    }

    [Test]
    public void Only_nodes_that_were_never_known_are_taken_for_healthy_without_a_probe()
    {
        var nodes = new TestNodes(["10.0.0.1", "10.0.0.2"]);
        nodes.Health.Probed(nodes[0], Success, nodes.Time.GetTimestamp());
        nodes.Health.MarkDown(nodes[0], "refused");

        nodes.Health.AssumeUp(nodes.Table.Current.Seeds);

        Assert.That(nodes[0].State, Is.EqualTo(AlternatorNodeState.Down));
        Assert.That(nodes[1].State, Is.EqualTo(AlternatorNodeState.Up));
        Assert.That(TestNodes.Hosts(nodes.Table.Current.Usable), Is.EqualTo("10.0.0.2"));
    }

    [Test]
    public async Task A_hundred_witnesses_of_one_failure_make_one_transition()
    {
        var nodes = TestNodes.Up(3);

        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(() =>
        {
            if (i % 2 == 0)
            {
                nodes.Health.MarkDown(nodes[1], "refused");
            }
            else
            {
                nodes.Health.TryEject(nodes[1], "500");
            }
        })));

        Assert.That(nodes.Log.Count("NodeDown"), Is.EqualTo(1));
        Assert.That(TestNodes.Hosts(nodes.Table.Current.Usable), Is.EqualTo("10.0.0.1 10.0.0.3"));
    }

    [Test]
    public async Task The_snapshot_agrees_with_the_states_after_any_number_of_transitions_at_once()
    {
        var nodes = TestNodes.Up(4);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(seed => Task.Run(() =>
        {
            var random = new Random(seed);
            for (var i = 0; i < 2_000; i++)
            {
                var node = nodes[random.Next(4)];
                switch (random.Next(5))
                {
                    case 0: nodes.Health.MarkDown(node, "refused"); break;
                    case 1: nodes.Health.TryEject(node, "500"); break;
                    case 2: nodes.Health.Probed(node, Success, nodes.Time.GetTimestamp()); break;
                    case 3: nodes.Health.Answered(node); break;
                    default: nodes.Health.GrowShares(); break;
                }
            }
        })));

        Assert.That(nodes.Table.Current.Usable, Is.EqualTo(nodes.Table.Current.All.Where(node => node.State != AlternatorNodeState.Down)));
        foreach (var node in nodes.Table.Current.All)
        {
            Assert.That(node.Share, node.State == AlternatorNodeState.Probation ? Is.LessThan(1f) : Is.EqualTo(1f));
        }
    }

    private static NUnit.Framework.Constraints.RangeConstraint IsSpreadAround(double seconds) =>
        Is.InRange(TimeSpan.FromSeconds(seconds * 0.799), TimeSpan.FromSeconds(seconds * 1.201));

    /// <summary>Two nodes, the first of which went down once and came back.</summary>
    private static TestNodes InProbation()
    {
        var nodes = TestNodes.Up(2);
        nodes.Health.MarkDown(nodes[0], "refused");
        nodes.Health.Probed(nodes[0], Success, nodes.Time.GetTimestamp());
        nodes.Health.Probed(nodes[0], Success, nodes.Time.GetTimestamp());
        Assert.That(nodes[0].State, Is.EqualTo(AlternatorNodeState.Probation));
        return nodes;
    }
}
