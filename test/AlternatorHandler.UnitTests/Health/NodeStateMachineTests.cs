using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Health;

public sealed class NodeStateMachineTests
{
    private const string? Success = null;

    [Test]
    public void A_new_node_is_down_and_its_first_probe_is_due_at_once()
    {
        var nodes = TestNodes.Up(1);
        nodes.Table.Replace(0, [TestNodes.Address("10.0.0.2")], nodes.States.AwaitFirstProbe);

        Assert.That(nodes[0].GetStatus(), Has.Property("State").EqualTo(AlternatorNodeState.Down).And.Property("LastFailure").EqualTo("not probed yet"));
        Assert.That(nodes.UntilProbe(nodes[0]), Is.EqualTo(TimeSpan.Zero));
        Assert.That(nodes.Table.Current.Usable, Is.Empty);
    }

    [TestCase(false, AlternatorNodeState.Up)]
    [TestCase(true, AlternatorNodeState.Probation)]
    public void One_successful_probe_admits_a_new_node_and_a_late_one_starts_in_probation(bool isLate, AlternatorNodeState expected)
    {
        var nodes = new TestNodes(["10.0.0.1"]);
        nodes[0].Probing.WasListedLate = isLate;

        nodes.States.OnProbeCompleted(nodes[0], Success, nodes.Time.GetTimestamp());

        Assert.That(nodes[0].State, Is.EqualTo(expected));
        Assert.That(nodes[0].Condition.LastFailure, Is.Null);
        Assert.That(nodes.Table.Current.Usable, Has.Length.EqualTo(1));
    }

    [Test]
    public void A_node_that_was_down_is_restored_after_SuccessThreshold_probes_in_a_row()
    {
        var nodes = TestNodes.Up(2, new AlternatorOptions { HealthProbe = { SuccessThreshold = 3 } });
        nodes.States.MarkDown(nodes[0], "refused");

        nodes.States.OnProbeCompleted(nodes[0], Success, nodes.Time.GetTimestamp());
        nodes.States.OnProbeCompleted(nodes[0], Success, nodes.Time.GetTimestamp());
        nodes.States.OnProbeCompleted(nodes[0], "refused", nodes.Time.GetTimestamp());
        nodes.States.OnProbeCompleted(nodes[0], Success, nodes.Time.GetTimestamp());
        nodes.States.OnProbeCompleted(nodes[0], Success, nodes.Time.GetTimestamp());
        Assert.That(nodes[0].State, Is.EqualTo(AlternatorNodeState.Down));
        Assert.That(nodes.UntilProbe(nodes[0]), Is.EqualTo(1.Seconds()), "a successful probe does not delay the next probe");

        nodes.States.OnProbeCompleted(nodes[0], Success, nodes.Time.GetTimestamp());
        Assert.That(nodes[0].State, Is.EqualTo(AlternatorNodeState.Probation));
        Assert.That(nodes[0].Condition.LastFailure, Is.EqualTo("refused"), "the last failure is kept");
    }

    [Test]
    public void The_weight_of_a_node_in_probation_grows_from_one_tenth_to_one()
    {
        var nodes = TestNodes.FirstInProbation();

        var weights = new List<float>();
        for (var second = 0; second < 30; second += 10)
        {
            Assert.That(nodes.States.RampUp(), Is.True);
            weights.Add(nodes[0].Weight);
            nodes.Time.Advance(10.Seconds());
        }

        Assert.That(weights[0], Is.EqualTo(0.1f).Within(0.001f));
        Assert.That(weights[1], Is.EqualTo(0.4f).Within(0.001f));
        Assert.That(weights[2], Is.EqualTo(0.7f).Within(0.001f));
        Assert.That(nodes.States.RampUp(), Is.False);
        Assert.That((nodes[0].State, nodes[0].Weight), Is.EqualTo((AlternatorNodeState.Up, 1f)));
    }

    [Test]
    public void Without_a_probation_period_a_restored_node_is_up_at_once()
    {
        var nodes = TestNodes.Up(2, new AlternatorOptions { HealthProbe = { ProbationPeriod = TimeSpan.Zero } });
        nodes.States.MarkDown(nodes[0], "refused");

        nodes.States.OnResponse(nodes[0]);

        Assert.That((nodes[0].State, nodes[0].Weight), Is.EqualTo((AlternatorNodeState.Up, 1f)));
        Assert.That(nodes.States.RampUp(), Is.False);
    }

    [Test]
    public async Task A_failed_request_on_a_node_that_is_down_does_not_cancel_its_other_requests()
    {
        var nodes = TestNodes.Up(2);
        nodes.States.MarkDown(nodes[0], "refused");
        var others = nodes[0].DownToken;

        nodes.States.MarkDown(nodes[0], "connection reset");
        nodes.States.OnProbeCompleted(nodes[0], Success, nodes.Time.GetTimestamp());
        nodes.States.OnProbeCompleted(nodes[0], Success, nodes.Time.GetTimestamp());
        Assert.That(others.IsCancellationRequested, Is.False);

        nodes.States.MarkDown(nodes[0], "refused");
        await Eventually.TrueAsync(() => others.IsCancellationRequested, within: 20.Seconds());
    }

    [Test]
    public void The_failure_ratio_rule_ejects_at_most_half_of_the_nodes()
    {
        var nodes = TestNodes.Up(5);

        var ejected = nodes.Table.Current.All.Select(node => nodes.States.TryEject(node, "500")).ToList();

        Assert.That(ejected, Is.EqualTo(Enumerable.Range(0, 5).Select(i => i < 2)));
        Assert.That(nodes.Table.Current.Usable, Has.Length.EqualTo(3));
    }

    [Test]
    public void Unreachable_nodes_count_towards_the_ejection_limit_and_are_not_limited_by_it()
    {
        var nodes = TestNodes.Up(4);
        nodes.States.MarkDown(nodes[0], "refused");
        nodes.States.MarkDown(nodes[1], "refused");

        Assert.That(nodes.States.TryEject(nodes[2], "500"), Is.False);
        nodes.States.MarkDown(nodes[2], "refused");
        nodes.States.MarkDown(nodes[3], "refused");

        Assert.That(nodes.Table.Current.Usable, Is.Empty);
    }

    [Test]
    public void A_single_node_is_never_ejected_and_its_breaker_is_closed_again()
    {
        var nodes = TestNodes.Up(1);

        Assert.That(nodes.States.TryEject(nodes[0], "500"), Is.False);
        Assert.That(nodes[0].Probing.ShouldCloseBreaker, Is.True);
        Assert.That(nodes[0].State, Is.EqualTo(AlternatorNodeState.Up));
    }

    [Test]
    public void A_response_of_a_node_that_is_down_restores_it()
    {
        var nodes = TestNodes.Up(2);
        nodes.States.MarkDown(nodes[0], "refused");

        nodes.States.OnResponse(nodes[0]);

        Assert.That(nodes[0].State, Is.EqualTo(AlternatorNodeState.Probation));
        Assert.That(nodes[0].Probing.ShouldCloseBreaker, Is.True);
        Assert.That(nodes.Table.Current.Usable, Has.Length.EqualTo(2));
    }

    [Test]
    public void A_stuck_node_goes_down_only_if_its_probe_fails()
    {
        var nodes = TestNodes.Up(2);

        nodes.States.OnProbeCompleted(nodes[0], "no response for 1.2 s, and the probe failed: no response to a probe within 2 s", nodes.Time.GetTimestamp());
        nodes.States.OnProbeCompleted(nodes[1], Success, nodes.Time.GetTimestamp());

        Assert.That(nodes[0].State, Is.EqualTo(AlternatorNodeState.Down));
        Assert.That(nodes[1].State, Is.EqualTo(AlternatorNodeState.Up));
        Assert.That(nodes.FailureCount, Is.EqualTo(1));
    }

    [Test]
    public void A_failed_probe_is_ignored_if_the_node_has_responded_since_the_probe_began()
    {
        var nodes = TestNodes.Up(2);
        var start = nodes.Time.GetTimestamp();
        nodes.Time.Advance(1.Seconds());
        nodes[0].RecordResponse(nodes.Time.GetTimestamp());

        nodes.States.OnProbeCompleted(nodes[0], "no response for 1.2 s, and the probe failed: no response to a probe within 2 s", start);
        Assert.That(nodes[0].State, Is.EqualTo(AlternatorNodeState.Up));
        Assert.That(nodes.FailureCount, Is.Zero);

        nodes.States.OnProbeCompleted(nodes[0], "no response for 1.2 s, and the probe failed: no response to a probe within 2 s", nodes.Time.GetTimestamp());
        Assert.That(nodes[0].State, Is.EqualTo(AlternatorNodeState.Down), "a response from before the probe does not count");
    }

    [Test]
    public async Task Marking_a_node_down_cancels_its_requests_and_requests_discovery()
    {
        var nodes = TestNodes.Up(2);
        var downToken = nodes[0].DownToken;

        nodes.States.MarkDown(nodes[0], "refused");

        await Eventually.TrueAsync(() => downToken.IsCancellationRequested, within: 20.Seconds());
        Assert.That(nodes.FailureCount, Is.EqualTo(1));
    }

    [Test]
    public void Only_nodes_that_were_never_probed_are_marked_up_without_a_probe()
    {
        var nodes = new TestNodes(["10.0.0.1", "10.0.0.2"]);
        nodes.States.OnProbeCompleted(nodes[0], Success, nodes.Time.GetTimestamp());
        nodes.States.MarkDown(nodes[0], "refused");

        nodes.States.MarkUpUnprobed(nodes.Table.Current.Seeds);

        Assert.That(nodes[0].State, Is.EqualTo(AlternatorNodeState.Down));
        Assert.That(nodes[1].State, Is.EqualTo(AlternatorNodeState.Up));
        Assert.That(TestNodes.Hosts(nodes.Table.Current.Usable), Is.EqualTo("10.0.0.2"));
    }

    [Test]
    public async Task Concurrent_reports_of_one_failure_cause_one_transition()
    {
        var nodes = TestNodes.Up(3);

        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(() =>
        {
            if (i % 2 == 0)
            {
                nodes.States.MarkDown(nodes[1], "refused");
            }
            else
            {
                nodes.States.TryEject(nodes[1], "500");
            }
        })));

        Assert.That(nodes.Log.Count("NodeDown"), Is.EqualTo(1));
        Assert.That(TestNodes.Hosts(nodes.Table.Current.Usable), Is.EqualTo("10.0.0.1 10.0.0.3"));
    }

    [Test]
    public async Task The_snapshot_matches_the_node_states_after_concurrent_transitions()
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
                    case 0: nodes.States.MarkDown(node, "refused"); break;
                    case 1: nodes.States.TryEject(node, "500"); break;
                    case 2: nodes.States.OnProbeCompleted(node, Success, nodes.Time.GetTimestamp()); break;
                    case 3: nodes.States.OnResponse(node); break;
                    default: nodes.States.RampUp(); break;
                }
            }
        })));

        Assert.That(nodes.Table.Current.Usable, Is.EqualTo(nodes.Table.Current.All.Where(node => node.State != AlternatorNodeState.Down)));
        foreach (var node in nodes.Table.Current.All)
        {
            Assert.That(node.Weight, node.State == AlternatorNodeState.Probation ? Is.LessThan(1f) : Is.EqualTo(1f));
        }
    }
}
