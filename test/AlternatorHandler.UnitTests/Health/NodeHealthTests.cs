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
    public void A_node_that_refuses_a_connection_is_marked_down_at_once()
    {
        Report(_nodes[0], AlternatorAttemptOutcome.NotSent);

        Assert.That(_nodes[0].GetStatus(), Has.Property("State").EqualTo(AlternatorNodeState.Down).And.Property("LastFailure").EqualTo("connection refused"));
    }

    [TestCase(AlternatorAttemptOutcome.ConnectionLost)]
    [TestCase(AlternatorAttemptOutcome.BadGateway)]
    public async Task A_node_is_ejected_when_half_of_its_attempts_fail(AlternatorAttemptOutcome kind)
    {
        for (var i = 0; i < 4; i++)
        {
            Report(_nodes[0], i % 2 == 0 ? kind : AlternatorAttemptOutcome.Answered);
            Assert.That(_nodes[0].State, Is.EqualTo(AlternatorNodeState.Up));
        }

        Report(_nodes[0], kind);

        await Eventually.TrueAsync(() => _nodes[0].State == AlternatorNodeState.Down, within: 20.Seconds());
        Assert.That(_nodes[0].Condition.LastFailure, Is.EqualTo(TestCall.Outcome(kind).Reason));
    }

    [Test]
    public void A_node_stays_up_when_few_of_its_connections_are_lost()
    {
        for (var i = 0; i < 50; i++)
        {
            Report(_nodes[0], i % 5 == 0 ? AlternatorAttemptOutcome.ConnectionLost : AlternatorAttemptOutcome.Answered);
        }

        Assert.That(_nodes[0].State, Is.EqualTo(AlternatorNodeState.Up));
    }

    [Test]
    public void Overload_throttling_and_cancellation_do_not_count_as_failures_of_a_node(
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
    public void An_error_that_every_node_would_return_does_not_count_as_a_failure(HttpStatusCode status)
    {
        using var response = new HttpResponseMessage(status);
        for (var i = 0; i < 50; i++)
        {
            _nodes.Report(_nodes[0], new AttemptOutcome(AlternatorAttemptOutcome.Answered, response, null, string.Empty));
        }

        Assert.That(_nodes[0].State, Is.EqualTo(AlternatorNodeState.Up));
    }

    [Test]
    public void No_node_is_ejected_when_all_nodes_return_500()
    {
        for (var i = 0; i < 400; i++)
        {
            Report(_nodes[i % 4], AlternatorAttemptOutcome.ServerError);
        }

        Assert.That(_nodes.Table.Current.Usable, Has.Length.EqualTo(4));
    }

    [Test]
    public async Task A_node_that_returns_500_while_its_peers_do_not_is_ejected()
    {
        for (var i = 0; i < 60; i++)
        {
            Report(_nodes[i % 4], i % 4 == 0 ? AlternatorAttemptOutcome.ServerError : AlternatorAttemptOutcome.Answered);
        }

        await Eventually.TrueAsync(() => _nodes[0].State == AlternatorNodeState.Down && _nodes.Table.Current.Usable.Length == 3, within: 20.Seconds());
    }

    [Test]
    public void Two_of_four_nodes_that_return_500_half_of_the_time_stay_up()
    {
        for (var i = 0; i < 400; i++)
        {
            Report(_nodes[i % 4], i % 4 < 2 && i / 4 % 2 == 0 ? AlternatorAttemptOutcome.ServerError : AlternatorAttemptOutcome.Answered);
        }

        Assert.That(_nodes.Table.Current.Usable, Has.Length.EqualTo(4));
    }

    [Test]
    public void The_error_rate_of_a_node_is_compared_with_the_average_of_its_peers()
    {
        for (var i = 0; i < 9; i++)
        {
            _nodes[3].ServerErrors.Record(isServerError: true);
        }

        // One of three peers has a rate of 0.44, so that the limit is 0.2 + 2 * 0.147. Ten errors in a row stay below it, eleven exceed it.
        for (var i = 0; i < 10; i++)
        {
            Report(_nodes[0], AlternatorAttemptOutcome.ServerError);
            Assert.That(_nodes[0].LastFailureReason, Is.Empty, $"{i + 1} errors");
        }

        Report(_nodes[0], AlternatorAttemptOutcome.ServerError);

        Assert.That(_nodes[0].LastFailureReason, Is.EqualTo(TestCall.Outcome(AlternatorAttemptOutcome.ServerError).Reason));
    }

    [Test]
    public void A_single_node_that_returns_500_stays_up()
    {
        var nodes = TestNodes.Up(1);
        for (var i = 0; i < 100; i++)
        {
            nodes.Report(nodes[0], TestCall.Outcome(AlternatorAttemptOutcome.ServerError));
        }

        Assert.That(nodes[0].State, Is.EqualTo(AlternatorNodeState.Up));
    }

    [Test]
    public void One_failure_in_probation_marks_a_node_down()
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
    public void A_response_in_panic_restores_the_node()
    {
        _nodes.States.MarkDown(_nodes[0], "refused");

        Report(_nodes[0], AlternatorAttemptOutcome.Answered);

        Assert.That(_nodes[0].State, Is.EqualTo(AlternatorNodeState.Probation));
    }

    [Test]
    public void A_response_to_a_request_from_before_the_node_went_down_does_not_restore_it()
    {
        _nodes.States.MarkDown(_nodes[0], "refused");

        _nodes.Health.Report(_nodes[0], Operation.FromName("GetItem"), TestCall.Outcome(AlternatorAttemptOutcome.Answered), 2.Milliseconds(), connects: 0, nodeWentDown: true);

        Assert.That(_nodes[0].State, Is.EqualTo(AlternatorNodeState.Down));
    }

    [Test]
    public void A_lost_connection_requests_discovery()
    {
        Report(_nodes[0], AlternatorAttemptOutcome.ConnectionLost);
        Report(_nodes[0], AlternatorAttemptOutcome.NotSent);

        Assert.That((_refreshes, _nodes.FailureCount), Is.EqualTo((1, 1)));
    }

    [Test]
    public void Reporting_a_response_allocates_nothing()
    {
        var outcome = TestCall.Outcome(AlternatorAttemptOutcome.Answered);
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
    public async Task A_breaker_callback_that_never_returns_does_not_block_reports()
    {
        var options = new AlternatorOptions();
        var opened = 0;
        var never = new TaskCompletionSource();
        var breaker = NodeBreakerFactory.Create(options.CircuitBreaker, configure => configure.OnOpened = _ => new ValueTask(never.Task), () => opened++, _nodes.Time, _nodes.Log);

        var reports = Task.Run(() =>
        {
            for (var i = 0; i < 20; i++)
            {
                breaker.Report(TestCall.Outcome(AlternatorAttemptOutcome.ConnectionLost).ToPolly());
            }
        });

        await reports.WaitAsync(20.Seconds());
        await Eventually.TrueAsync(() => Volatile.Read(ref opened) == 1, within: 20.Seconds());
    }

    private void Report(AlternatorNode node, AlternatorAttemptOutcome kind) => _nodes.Report(node, TestCall.Outcome(kind));
}
