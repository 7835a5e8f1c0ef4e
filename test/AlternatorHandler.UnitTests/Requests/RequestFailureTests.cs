using AlternatorHandler.Outcomes;
using AlternatorHandler.Requests;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Requests;

public sealed class RequestFailureTests
{
    private readonly TestNodes _nodes = TestNodes.Up(2);

    [Test]
    public void The_exception_of_a_failed_request_names_its_attempts()
    {
        var (call, last) = Call(AlternatorAttemptOutcome.ConnectionLost, AlternatorAttemptOutcome.NotSent);

        var failure = (HttpRequestException)RequestFailure.Create(call, last, _nodes.Table.Current, _nodes.Time);

        Assert.That(failure.Message, Is.EqualTo("PutItem failed: 10.0.0.1:8000 connection reset after 1500 ms, then 10.0.0.2:8000 connection refused after 1500 ms."));
        Assert.That(failure.HttpRequestError, Is.EqualTo(HttpRequestError.ConnectionError));
        Assert.That(failure.InnerException, Is.SameAs(last.Exception));
        Assert.That(failure.Data["AlternatorHandler.Attempts"], Is.EqualTo(["10.0.0.1:8000 connection reset after 1500 ms", "10.0.0.2:8000 connection refused after 1500 ms"]));
    }

    [Test]
    public void Without_a_usable_node_the_exception_names_each_node_with_its_state_and_failure()
    {
        _nodes.States.MarkDown(_nodes[0], "connection refused");
        _nodes.Time.Advance(12.Seconds());
        _nodes.States.MarkDown(_nodes[1], "no response to a probe within 2 s");
        _nodes.Time.Advance(3.Seconds());

        var (call, last) = Call(AlternatorAttemptOutcome.NotSent);

        var failure = RequestFailure.Create(call, last, _nodes.Table.Current, _nodes.Time);

        Assert.That(failure.Message, Is.EqualTo(
            "No usable Alternator node: 10.0.0.1:8000 Down for 15 s (connection refused), 10.0.0.2:8000 Down for 3 s (no response to a probe within 2 s). "
            + "PutItem was attempted: 10.0.0.1:8000 connection refused after 1500 ms."));
    }

    [Test]
    public void An_exception_that_no_node_caused_is_rethrown_unchanged()
    {
        var (call, last) = Call(AlternatorAttemptOutcome.Abandoned);

        Assert.That(RequestFailure.Create(call, last, _nodes.Table.Current, _nodes.Time), Is.SameAs(last.Exception));
    }

    [Test]
    public void A_timeout_is_reported_as_an_unknown_HttpRequestError()
    {
        var call = TestCall.Create("Query", _nodes.Time);
        var last = TestCall.End(call, _nodes[0], new AttemptOutcome(AlternatorAttemptOutcome.ConnectionLost, null, new TimeoutException("late"), "no response in time"), 10.Seconds());

        var failure = (HttpRequestException)RequestFailure.Create(call, last, _nodes.Table.Current, _nodes.Time);

        Assert.That(failure.HttpRequestError, Is.EqualTo(HttpRequestError.Unknown));
        Assert.That(failure.InnerException, Is.InstanceOf<TimeoutException>());
        Assert.That(failure.Message, Does.StartWith("Query failed: 10.0.0.1:8000 no response in time after 10000 ms"));
    }

    [Test]
    public void A_connect_timeout_is_reported_as_a_ConnectionError()
    {
        var call = TestCall.Create("Query", _nodes.Time);
        var last = TestCall.End(call, _nodes[0], new AttemptOutcome(AlternatorAttemptOutcome.NotSent, null, new TaskCanceledException("connect"), "connect timed out"), 2.Seconds());

        var failure = (HttpRequestException)RequestFailure.Create(call, last, _nodes.Table.Current, _nodes.Time);

        Assert.That(failure.HttpRequestError, Is.EqualTo(HttpRequestError.ConnectionError));
    }

    [Test]
    public void A_lost_connection_is_wrapped_because_the_AWS_SDK_would_throw_the_inner_exception()
    {
        var call = TestCall.Create("Query", _nodes.Time);
        var thrown = new HttpIOException(HttpRequestError.ResponseEnded);
        var last = TestCall.End(call, _nodes[0], new AttemptOutcome(AlternatorAttemptOutcome.ConnectionLost, null, thrown, "connection closed"), 1.Seconds());

        var failure = (HttpRequestException)RequestFailure.Create(call, last, _nodes.Table.Current, _nodes.Time);

        Assert.That(failure.HttpRequestError, Is.EqualTo(HttpRequestError.ResponseEnded));
        Assert.That(failure.InnerException, Is.TypeOf<HttpRequestException>().With.InnerException.SameAs(thrown));
    }

    private (AlternatorCall Call, AttemptOutcome Last) Call(params AlternatorAttemptOutcome[] kinds)
    {
        var call = TestCall.Create("PutItem", _nodes.Time);
        var outcomes = kinds.Select((kind, i) => TestCall.End(call, _nodes[i], TestCall.Outcome(kind), 1.5.Seconds())).ToArray();
        return (call, outcomes[^1]);
    }
}
