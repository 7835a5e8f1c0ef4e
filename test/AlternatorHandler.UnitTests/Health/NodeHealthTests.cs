using System.Net;
using AlternatorHandler.Health;
using AlternatorHandler.Outcomes;
using AlternatorHandler.Protocol;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Health;

internal sealed class NodeHealthTests
{
    private readonly TestNodes _nodes = TestNodes.Up(4);
    private int _refreshes;

    public NodeHealthTests() => _nodes.Health.ConnectionLost += () => _refreshes++;

    [Test]
    public void A_node_that_cannot_be_reached_is_down_at_once()
    {
        Report(_nodes[0], AlternatorAttemptOutcome.NotSent);

        Assert.That(_nodes[0].GetStatus(), Has.Property("State").EqualTo(AlternatorNodeState.Down).And.Property("LastFailure").EqualTo("connection refused"));
    }

    [TestCase(AlternatorAttemptOutcome.ConnectionLost)]
    [TestCase(AlternatorAttemptOutcome.BadGateway)]
    public async Task Half_of_the_attempts_failing_puts_a_node_down(AlternatorAttemptOutcome kind)
    {
        for (var i = 0; i < 4; i++)
        {
            Report(_nodes[0], i % 2 == 0 ? kind : AlternatorAttemptOutcome.Answered);
            Assert.That(_nodes[0].State, Is.EqualTo(AlternatorNodeState.Up));
        }

        Report(_nodes[0], kind);

        await Eventually.TrueAsync(() => _nodes[0].State == AlternatorNodeState.Down, within: 20.Seconds());
        Assert.That(_nodes[0].Condition.LastFailure, Is.EqualTo(TestCall.Failed(kind).Reason));
    }

    [Test]
    public void One_broken_connection_among_many_answers_is_nothing()
    {
        for (var i = 0; i < 50; i++)
        {
            Report(_nodes[0], i % 5 == 0 ? AlternatorAttemptOutcome.ConnectionLost : AlternatorAttemptOutcome.Answered);
        }

        Assert.That(_nodes[0].State, Is.EqualTo(AlternatorNodeState.Up));
    }

    [Test]
    public void Overload_limits_and_the_callers_own_doing_say_nothing_about_a_node(
        [Values(AlternatorAttemptOutcome.Shed, AlternatorAttemptOutcome.Throttled, AlternatorAttemptOutcome.Abandoned, AlternatorAttemptOutcome.NodeWentDown, AlternatorAttemptOutcome.OutOfTime)] AlternatorAttemptOutcome kind)
    {
        for (var i = 0; i < 50; i++)
        {
            Report(_nodes[0], kind);
        }

        Assert.That(_nodes[0].State, Is.EqualTo(AlternatorNodeState.Up));
        Assert.That(_refreshes, Is.Zero);
    }

    [TestCase(HttpStatusCode.BadRequest)]
    [TestCase(HttpStatusCode.TooManyRequests)]
    [TestCase(HttpStatusCode.NotImplemented)]
    [TestCase(HttpStatusCode.HttpVersionNotSupported)]
    public void An_error_that_every_node_would_give_says_nothing_against_a_node(HttpStatusCode status)
    {
        using var reply = new HttpResponseMessage(status);
        for (var i = 0; i < 50; i++)
        {
            _nodes.Report(_nodes[0], new AttemptOutcome(AlternatorAttemptOutcome.Answered, reply, null, string.Empty));
        }

        Assert.That(_nodes[0].State, Is.EqualTo(AlternatorNodeState.Up));
    }

    [Test]
    public void All_nodes_answering_500_is_a_lost_quorum_and_puts_none_down()
    {
        for (var i = 0; i < 400; i++)
        {
            Report(_nodes[i % 4], AlternatorAttemptOutcome.ServerError);
        }

        Assert.That(_nodes.Table.Current.Usable, Has.Length.EqualTo(4));
    }

    [Test]
    public async Task One_node_answering_500_while_its_peers_do_not_goes_down()
    {
        for (var i = 0; i < 60; i++)
        {
            Report(_nodes[i % 4], i % 4 == 0 ? AlternatorAttemptOutcome.ServerError : AlternatorAttemptOutcome.Answered);
        }

        await Eventually.TrueAsync(() => _nodes[0].State == AlternatorNodeState.Down && _nodes.Table.Current.Usable.Length == 3, within: 20.Seconds());
    }

    [Test]
    public void Two_of_four_nodes_answering_500_half_the_time_are_not_far_above_their_peers()
    {
        for (var i = 0; i < 400; i++)
        {
            Report(_nodes[i % 4], i % 4 < 2 && i / 4 % 2 == 0 ? AlternatorAttemptOutcome.ServerError : AlternatorAttemptOutcome.Answered);
        }

        Assert.That(_nodes.Table.Current.Usable, Has.Length.EqualTo(4));
    }

    [Test]
    public void A_node_is_compared_with_what_its_peers_do_on_average()
    {
        for (var i = 0; i < 9; i++)
        {
            _nodes[3].ServerErrors.Record(isServerError: true);
        }

        // 0.44 of one of three peers: far above begins at 0.2 + 2 * 0.147, which the tenth error in a row does not reach and the eleventh does.
        for (var i = 0; i < 10; i++)
        {
            Report(_nodes[0], AlternatorAttemptOutcome.ServerError);
            Assert.That(_nodes[0].LastFailureReason, Is.Empty, $"{i + 1} errors");
        }

        Report(_nodes[0], AlternatorAttemptOutcome.ServerError);

        Assert.That(_nodes[0].LastFailureReason, Is.EqualTo(TestCall.Failed(AlternatorAttemptOutcome.ServerError).Reason));
    }

    [Test]
    public void A_lone_node_answering_500_stays()
    {
        var nodes = TestNodes.Up(1);
        for (var i = 0; i < 100; i++)
        {
            nodes.Report(nodes[0], TestCall.Failed(AlternatorAttemptOutcome.ServerError));
        }

        Assert.That(nodes[0].State, Is.EqualTo(AlternatorNodeState.Up));
    }

    [Test]
    public void One_failure_in_probation_is_enough()
    {
        _nodes.States.MarkDown(_nodes[0], "refused");
        _nodes.States.OnResponse(_nodes[0]);
        Assert.That(_nodes[0].State, Is.EqualTo(AlternatorNodeState.Probation));

        Report(_nodes[0], AlternatorAttemptOutcome.ConnectionLost);

        Assert.That(_nodes[0].State, Is.EqualTo(AlternatorNodeState.Down));
    }

    [Test]
    public void A_failure_in_panic_moves_the_node_to_the_end_of_the_panic_order()
    {
        _nodes.States.MarkDown(_nodes[0], "refused");
        _nodes.Time.Advance(1.Seconds());

        Report(_nodes[0], AlternatorAttemptOutcome.ConnectionLost);

        Assert.That(_nodes[0].Condition.FailedAt, Is.EqualTo(_nodes.Time.GetTimestamp()));
    }

    [Test]
    public void An_answer_in_panic_admits_the_node()
    {
        _nodes.States.MarkDown(_nodes[0], "refused");

        Report(_nodes[0], AlternatorAttemptOutcome.Answered);

        Assert.That(_nodes[0].State, Is.EqualTo(AlternatorNodeState.Probation));
    }

    [Test]
    public void A_response_to_what_was_sent_before_the_node_went_down_does_not_restore_it()
    {
        _nodes.States.MarkDown(_nodes[0], "refused");

        _nodes.Health.Report(_nodes[0], Operation.FromName("GetItem"), TestCall.Failed(AlternatorAttemptOutcome.Answered), 2.Milliseconds(), connects: 0, nodeWentDown: true);

        Assert.That(_nodes[0].State, Is.EqualTo(AlternatorNodeState.Down));
    }

    [Test]
    public void A_broken_connection_asks_for_the_list()
    {
        Report(_nodes[0], AlternatorAttemptOutcome.ConnectionLost);
        Report(_nodes[0], AlternatorAttemptOutcome.NotSent);

        Assert.That((_refreshes, _nodes.FailureCount), Is.EqualTo((1, 1)));
    }

    [Test]
    public void Reporting_an_answer_allocates_nothing()
    {
        var outcome = TestCall.Failed(AlternatorAttemptOutcome.Answered);
        for (var i = 0; i < 100; i++)
        {
            _nodes.Report(_nodes[0], outcome);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            _nodes.Report(_nodes[0], outcome);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1_000));
    }

    [Test]
    public async Task A_breaker_whose_opened_callback_never_ends_holds_no_request_up()
    {
        var options = new AlternatorOptions();
        var opened = 0;
        var never = new TaskCompletionSource();
        var breaker = NodeBreakerFactory.Create(options.CircuitBreaker, configure => configure.OnOpened = _ => new ValueTask(never.Task), () => opened++, _nodes.Time, _nodes.Log);

        var reports = Task.Run(() =>
        {
            for (var i = 0; i < 20; i++)
            {
                breaker.Report(TestCall.Failed(AlternatorAttemptOutcome.ConnectionLost).ToPolly());
            }
        });

        await reports.WaitAsync(20.Seconds());
        await Eventually.TrueAsync(() => Volatile.Read(ref opened) == 1, within: 20.Seconds());
    }

    private void Report(AlternatorNode node, AlternatorAttemptOutcome kind) => _nodes.Report(node, TestCall.Failed(kind));
}
