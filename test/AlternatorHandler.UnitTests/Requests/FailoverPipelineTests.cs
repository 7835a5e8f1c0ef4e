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
    public async Task A_request_that_fails_on_every_node_is_attempted_MaxAttempts_times()
    {
        foreach (var attempts in new[] { 1, 2, 4, 16 })
        {
            _options.Retry.MaxAttempts = attempts;

            Assert.That(await AttemptsAsync(Pipeline(), AlternatorAttemptOutcome.NotSent), Is.EqualTo(attempts));
        }
    }

    [Test]
    public async Task The_last_outcome_is_returned_and_earlier_responses_are_disposed()
    {
        var responses = new List<HttpResponseMessage>();
        var call = TestCall.Create("GetItem", _time);
        AttemptOutcome Fail()
        {
            var outcome = TestCall.Outcome(AlternatorAttemptOutcome.ServerError);
            responses.Add(outcome.Response!);
            return TestCall.End(call, _nodes[0], outcome, TimeSpan.Zero);
        }

        var last = await RunAsync(Pipeline().ContinueAsync(call, Fail(), (_, _) => new(Fail())).AsTask());

        Assert.That(responses, Has.Count.EqualTo(4));
        Assert.That(last.Response, Is.SameAs(responses[3]));
        Assert.That(await last.Response!.Content.ReadAsStringAsync(), Is.EqualTo("{}"));
        Assert.That(() => responses[0].Content.ReadAsStringAsync(), Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public async Task A_successful_attempt_ends_the_request()
    {
        var (call, first) = FailedCall(AlternatorAttemptOutcome.NotSent);
        var attempts = 0;

        var last = await RunAsync(Pipeline().ContinueAsync(call, first, (current, _) =>
        {
            var outcome = TestCall.Outcome(++attempts == 2 ? AlternatorAttemptOutcome.Answered : AlternatorAttemptOutcome.NotSent);
            return new(TestCall.End(current, _nodes[attempts], outcome, TimeSpan.Zero));
        }).AsTask());

        Assert.That(last.Kind, Is.EqualTo(AlternatorAttemptOutcome.Answered));
        Assert.That(attempts, Is.EqualTo(2));
    }

    [Test]
    public async Task Cancellation_by_the_caller_ends_the_delay_before_a_retry()
    {
        using var cancellation = new CancellationTokenSource();
        var call = TestCall.Create("GetItem", _time, cancellationToken: cancellation.Token);
        var first = TestCall.End(call, _nodes[0], TestCall.Outcome(AlternatorAttemptOutcome.Throttled), TimeSpan.Zero);
        var waiting = Pipeline().ContinueAsync(call, first, (_, _) => throw new InvalidOperationException("no attempt is due")).AsTask();
        await Eventually.TrueAsync(() => _time.PendingTimers == 1, within: 20.Seconds());

        await cancellation.CancelAsync();

        await waiting.WaitAsync(20.Seconds());
        Assert.That(_time.PendingTimers, Is.Zero);
    }

    [Test]
    public async Task The_budget_limits_the_number_of_retries()
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
    public async Task The_application_can_change_the_retry_options_of_Polly()
    {
        var pipeline = Pipeline(retry => (retry.MaxRetryAttempts, retry.Name) = (1, "mine"));

        Assert.That(await AttemptsAsync(pipeline, AlternatorAttemptOutcome.NotSent), Is.EqualTo(2));
    }

    private FailoverPipeline Pipeline(Action<RetryStrategyOptions<HttpResponseMessage>>? configure = null, RetryBudget? budget = null) =>
        new(_options.Retry, new RetryDecision("test", new LiveOptions(_options), budget ?? new RetryBudget(new LiveOptions(_options), _time), _nodes.Metrics, _time), configure, _time);

    private (AlternatorCall Call, AttemptOutcome First) FailedCall(AlternatorAttemptOutcome kind)
    {
        var call = TestCall.Create("GetItem", _time);
        return (call, TestCall.End(call, _nodes[0], TestCall.Outcome(kind), TimeSpan.Zero));
    }

    /// <summary>Sends a request that fails on every node.</summary>
    private async Task<int> AttemptsAsync(FailoverPipeline pipeline, AlternatorAttemptOutcome kind)
    {
        var (call, first) = FailedCall(kind);
        await RunAsync(pipeline.ContinueAsync(call, first, (current, _) => new(TestCall.End(current, _nodes[1], TestCall.Outcome(kind), TimeSpan.Zero))).AsTask());
        return call.Failures.Count;
    }

    private async Task<T> RunAsync<T>(Task<T> task)
    {
        while (!task.IsCompleted)
        {
            // The clock advances only while a timer is pending, and in small steps, so that a busy machine does not use up the total timeout.
            if (_time.PendingTimers > 0)
            {
                _time.Advance(50.Milliseconds());
            }

            await Task.Yield();
        }

        return await task;
    }
}
