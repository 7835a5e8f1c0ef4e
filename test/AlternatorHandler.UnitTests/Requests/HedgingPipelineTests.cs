using System.Collections.Concurrent;
using AlternatorHandler.Outcomes;
using AlternatorHandler.Protocol;
using AlternatorHandler.Requests;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Requests;

public sealed class HedgingPipelineTests
{
    private readonly AlternatorHedgingOptions _options = new() { MinDelay = 5.Milliseconds(), MaxDelay = 60.Seconds(), MaxExtraRatio = 1 };
    private readonly ConcurrentQueue<AlternatorCall> _attempts = new();
    private readonly TaskCompletionSource<AttemptOutcome> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<AttemptOutcome> _second = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TestNodes _nodes = TestNodes.Up(2);

    [TestCase("GetItem", true, true, 2, true)]
    [TestCase("GetItem", true, true, 1, false, Description = "there is no second node")]
    [TestCase("GetItem", true, false, 2, false, Description = "the body can be sent only once")]
    [TestCase("GetItem", false, true, 2, false, Description = "the caller blocks a thread")]
    [TestCase("Query", true, true, 2, false)]
    [TestCase("PutItem", true, true, 2, false)]
    [TestCase("Query", true, false, 1, false)]
    public void Only_asynchronous_replayable_point_reads_with_a_second_node_are_hedged(string operation, bool isAsync, bool isReplayable, int nodes, bool expected)
    {
        _nodes = TestNodes.Up(nodes);
        using var request = TestCall.Request(operation);
        var call = new AlternatorCall(request, request.RequestUri!, Operation.FromRequest(request), isAsync, CancellationToken.None) { IsReplayable = isReplayable };

        Assert.That(Pipeline().ShouldHedge(call), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_slow_read_is_sent_to_a_second_node_whose_response_is_returned()
    {
        var call = TestCall.Create("GetItem", _nodes.Time);
        var running = Pipeline().ExecuteAsync(call, AttemptAsync).AsTask();
        await AttemptedAsync(1);
        await Eventually.TrueAsync(() => _nodes.Time.NextTimer == 60.Seconds(), within: 20.Seconds());
        _nodes.Time.Advance(60.Seconds());
        await AttemptedAsync(2);
        var outcome = TestCall.Outcome(AlternatorAttemptOutcome.Answered);

        _second.SetResult(outcome);
        var last = await running.WaitAsync(20.Seconds());

        Assert.That(last.Response, Is.SameAs(outcome.Response));
        Assert.That(call.Node, Is.SameAs(_nodes[1]));
        Assert.That(call.Failures, Is.Empty, "an abandoned copy is not a failure");
        Assert.That(outcome.Response!.RequestMessage, Is.SameAs(call.Request));
        Assert.That(_attempts.First().CancellationToken.IsCancellationRequested, Is.True);
        Assert.That(_attempts.Last().TriedNodes, Is.EqualTo([_nodes[0]]));
    }

    [TestCase(0, false)]
    [TestCase(1, true)]
    public async Task A_read_is_not_hedged_without_a_budget_or_without_a_usable_peer(double maxExtraRatio, bool goesDown)
    {
        _options.MaxExtraRatio = maxExtraRatio;
        var call = TestCall.Create("GetItem", _nodes.Time);
        var running = Pipeline().ExecuteAsync(call, AttemptAsync).AsTask();
        await AttemptedAsync(1);
        await Eventually.TrueAsync(() => _nodes.Time.NextTimer == 60.Seconds(), within: 20.Seconds());
        if (goesDown)
        {
            _nodes.States.MarkDown(_nodes[1], "refused");
        }

        _nodes.Time.Advance(60.Seconds());
        _first.SetResult(TestCall.Outcome(AlternatorAttemptOutcome.Answered));
        var last = await running.WaitAsync(20.Seconds());

        Assert.That(_attempts, Has.Count.EqualTo(1));
        Assert.That(last.Kind, Is.EqualTo(AlternatorAttemptOutcome.Answered));
    }

    [Test]
    public async Task The_second_copy_is_sent_at_once_when_the_first_copy_receives_a_500()
    {
        var call = TestCall.Create("GetItem", _nodes.Time);
        _first.SetResult(TestCall.Outcome(AlternatorAttemptOutcome.ServerError));
        _second.SetResult(TestCall.Outcome(AlternatorAttemptOutcome.Answered));

        var last = await Pipeline().ExecuteAsync(call, AttemptAsync).AsTask().WaitAsync(20.Seconds());

        Assert.That(last.Kind, Is.EqualTo(AlternatorAttemptOutcome.Answered));
        Assert.That(call.Failures.Select(failure => failure.Node), Is.EqualTo([_nodes[0]]));
    }

    [Test]
    public async Task When_both_copies_fail_the_first_failure_is_returned_and_both_are_recorded()
    {
        var call = TestCall.Create("GetItem", _nodes.Time);
        var (first, second) = (TestCall.Outcome(AlternatorAttemptOutcome.ServerError), TestCall.Outcome(AlternatorAttemptOutcome.ServerError));
        _first.SetResult(first);
        _second.SetResult(second);

        var last = await Pipeline().ExecuteAsync(call, AttemptAsync).AsTask().WaitAsync(20.Seconds());

        Assert.That(last.Response, Is.SameAs(first.Response));
        Assert.That(call.Failures.Select(failure => failure.Node), Is.EqualTo([_nodes[0], _nodes[1]]));
    }

    [TestCase(10, 10)]
    [TestCase(1, 5, Description = "not sooner than MinDelay")]
    public async Task The_delay_before_the_second_copy_is_the_latency_of_most_reads(int usual, int delay)
    {
        _options.MaxDelay = 500.Milliseconds();
        var pipeline = Pipeline();
        for (var i = 0; i < 3_000; i++)
        {
            await pipeline.ExecuteAsync(TestCall.Create("GetItem", _nodes.Time), call => EndAsync(call, TestCall.Outcome(AlternatorAttemptOutcome.Answered), usual.Milliseconds()));
        }

        var running = pipeline.ExecuteAsync(TestCall.Create("GetItem", _nodes.Time), AttemptAsync).AsTask();
        await AttemptedAsync(1);
        await Eventually.TrueAsync(() => _nodes.Time.NextTimer is not null, within: 20.Seconds());

        Assert.That(_nodes.Time.NextTimer!.Value.TotalMilliseconds, Is.EqualTo(delay).Within(6).Percent);
        _first.SetResult(TestCall.Outcome(AlternatorAttemptOutcome.Answered));
        await running.WaitAsync(20.Seconds());
    }

    [Test]
    public async Task The_duration_of_failures_does_not_affect_the_hedging_delay()
    {
        var pipeline = Pipeline();
        _nodes.States.MarkDown(_nodes[1], "refused");
        for (var i = 0; i < 100; i++)
        {
            await pipeline.ExecuteAsync(TestCall.Create("GetItem", _nodes.Time), call => EndAsync(call, TestCall.Outcome(AlternatorAttemptOutcome.ServerError), 1.Milliseconds()));
        }

        var running = pipeline.ExecuteAsync(TestCall.Create("GetItem", _nodes.Time), AttemptAsync).AsTask();
        await Eventually.TrueAsync(() => _nodes.Time.NextTimer == 60.Seconds(), within: 20.Seconds());
        _first.SetResult(TestCall.Outcome(AlternatorAttemptOutcome.Answered));
        await running.WaitAsync(20.Seconds());
    }

    [Test]
    public async Task The_second_copy_keeps_trace_headers_only_if_the_caller_set_them([Values] bool hasTraceHeaders)
    {
        var call = TestCall.Create("GetItem", _nodes.Time);
        call.HasTraceHeaders = hasTraceHeaders;
        call.Request.Headers.TryAddWithoutValidation("traceparent", "00-1-2-01");
        string? second = null;
        _first.SetResult(TestCall.Outcome(AlternatorAttemptOutcome.ServerError));

        await Pipeline().ExecuteAsync(call, attempt =>
        {
            second = attempt.Request == call.Request ? second : attempt.Request.Headers.ToString();
            return EndAsync(attempt, TestCall.Outcome(AlternatorAttemptOutcome.ServerError), TimeSpan.Zero);
        });

        Assert.That(second, hasTraceHeaders ? Does.Contain("traceparent") : Is.Not.Null.And.Not.Contains("traceparent"));
    }

    private HedgingPipeline Pipeline() => new(_options, _nodes.Table, _nodes.Time);

    private Task AttemptedAsync(int attempts) => Eventually.TrueAsync(() => _attempts.Count == attempts, within: 20.Seconds());

    private async ValueTask<AttemptOutcome> AttemptAsync(AlternatorCall call)
    {
        var isFirst = _attempts.IsEmpty;
        call.Node = _nodes[isFirst ? 0 : 1];
        _attempts.Enqueue(call);
        AttemptOutcome outcome;
        try
        {
            outcome = await (isFirst ? _first : _second).Task.WaitAsync(call.CancellationToken);
        }
        catch (OperationCanceledException exception)
        {
            outcome = new AttemptOutcome(AlternatorAttemptOutcome.Abandoned, null, exception, "cancelled");
        }

        return TestCall.End(call, call.Node, outcome, 1.Milliseconds());
    }

    private ValueTask<AttemptOutcome> EndAsync(AlternatorCall call, AttemptOutcome outcome, TimeSpan duration) =>
        new(TestCall.End(call, call.Node ?? _nodes[0], outcome, duration));
}
