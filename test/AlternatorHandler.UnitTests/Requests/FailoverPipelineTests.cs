using AlternatorHandler.Options;
using AlternatorHandler.Outcomes;
using AlternatorHandler.Requests;
using AlternatorHandler.UnitTests.Support;
using Polly.Retry;

namespace AlternatorHandler.UnitTests.Requests;

public sealed class FailoverPipelineTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly TestNodes _nodes = TestNodes.Up(3);
    private readonly AlternatorOptions _options = new();

    [Test]
    public async Task A_request_that_fails_everywhere_is_attempted_as_often_as_the_options_say()
    {
        foreach (var attempts in new[] { 1, 2, 4, 16 })
        {
            _options.Retry.MaxAttempts = attempts;

            Assert.That(await AttemptsAsync(Pipeline(), AlternatorAttemptOutcome.NotSent), Is.EqualTo(attempts));
        }
    }

    [Test]
    public async Task The_last_outcome_is_kept_and_earlier_responses_are_disposed()
    {
        var replies = new List<HttpResponseMessage>();
        var call = TestCall.Of("GetItem", _time);
        AttemptOutcome Fail()
        {
            var outcome = TestCall.Failed(AlternatorAttemptOutcome.ServerError);
            replies.Add(outcome.Response!);
            return TestCall.End(call, _nodes[0], outcome, TimeSpan.Zero);
        }

        var last = await RunAsync(Pipeline().ContinueAsync(call, Fail(), (_, _) => new(Fail())).AsTask());

        Assert.That(replies, Has.Count.EqualTo(4));
        Assert.That(last.Response, Is.SameAs(replies[3]));
        Assert.That(await last.Response!.Content.ReadAsStringAsync(), Is.EqualTo("{}"));
        Assert.That(() => replies[0].Content.ReadAsStringAsync(), Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public async Task An_attempt_that_succeeds_ends_the_request()
    {
        var (call, first) = FailedCall(AlternatorAttemptOutcome.NotSent);
        var attempts = 0;

        var last = await RunAsync(Pipeline().ContinueAsync(call, first, (current, _) =>
        {
            var outcome = TestCall.Failed(++attempts == 2 ? AlternatorAttemptOutcome.Answered : AlternatorAttemptOutcome.NotSent);
            return new(TestCall.End(current, _nodes[attempts], outcome, TimeSpan.Zero));
        }).AsTask());

        Assert.That(last.Kind, Is.EqualTo(AlternatorAttemptOutcome.Answered));
        Assert.That(attempts, Is.EqualTo(2));
    }

    [Test]
    public async Task A_caller_that_gives_up_while_a_retry_waits_is_not_kept_waiting()
    {
        using var cancellation = new CancellationTokenSource();
        var call = TestCall.Of("GetItem", _time, cancellationToken: cancellation.Token);
        var first = TestCall.End(call, _nodes[0], TestCall.Failed(AlternatorAttemptOutcome.Throttled), TimeSpan.Zero);
        var waiting = Pipeline().ContinueAsync(call, first, (_, _) => throw new InvalidOperationException("no attempt is due")).AsTask();
        await Eventually.TrueAsync(() => _time.PendingTimers == 1, within: 20.Seconds());

        await cancellation.CancelAsync();

        await waiting.WaitAsync(20.Seconds());
        Assert.That(_time.PendingTimers, Is.Zero);
    }

    [Test]
    public async Task The_budget_pays_for_the_retries_that_are_made_and_for_no_more()
    {
        var budget = new RetryBudget(new LiveOptions(new() { Retry = new() { BudgetRatio = 0, BudgetFloorPerSecond = 3 } }), _time);
        var pipeline = Pipeline(budget: budget);

        var retries = 0;
        for (var i = 0; i < 10; i++)
        {
            retries += await AttemptsAsync(pipeline, AlternatorAttemptOutcome.NotSent) - 1;
        }

        Assert.That(retries, Is.EqualTo(30));
    }

    [Test]
    public async Task Users_change_pollys_own_options()
    {
        var pipeline = Pipeline(retry => (retry.MaxRetryAttempts, retry.Name) = (1, "mine"));

        Assert.That(await AttemptsAsync(pipeline, AlternatorAttemptOutcome.NotSent), Is.EqualTo(2));
    }

    private FailoverPipeline Pipeline(Action<RetryStrategyOptions<HttpResponseMessage>>? configure = null, RetryBudget? budget = null) =>
        new(_options.Retry, new RetryDecision("test", new LiveOptions(_options), budget ?? new RetryBudget(new LiveOptions(_options), _time), _nodes.Metrics, _time), configure, _time);

    private (AlternatorCall Call, AttemptOutcome First) FailedCall(AlternatorAttemptOutcome kind)
    {
        var call = TestCall.Of("GetItem", _time);
        return (call, TestCall.End(call, _nodes[0], TestCall.Failed(kind), TimeSpan.Zero));
    }

    /// <summary>Makes one request that fails on every node.</summary>
    private async Task<int> AttemptsAsync(FailoverPipeline pipeline, AlternatorAttemptOutcome kind)
    {
        var (call, first) = FailedCall(kind);
        await RunAsync(pipeline.ContinueAsync(call, first, (current, _) => new(TestCall.End(current, _nodes[1], TestCall.Failed(kind), TimeSpan.Zero))).AsTask());
        return call.Failures.Count;
    }

    private async Task<T> RunAsync<T>(Task<T> task)
    {
        while (!task.IsCompleted)
        {
            // Only when somebody waits for it, and in small steps: a busy machine must not use up the total time.
            if (_time.PendingTimers > 0)
            {
                _time.Advance(50.Milliseconds());
            }

            await Task.Yield();
        }

        return await task;
    }
}
