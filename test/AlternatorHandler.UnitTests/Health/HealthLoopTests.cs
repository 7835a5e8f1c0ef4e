using System.Net;
using AlternatorHandler.Health;
using AlternatorHandler.Loops;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Health;

public sealed class HealthLoopTests
{
    private TestNodes _nodes = TestNodes.Up(3);
    private readonly RequestActivity _activity = new();
    private HttpStatusCode _status = HttpStatusCode.OK;
    private int _probes;

    [Test]
    public async Task An_idle_health_loop_waits_until_a_request_arrives()
    {
        await using var loop = Start();
        await Eventually.TrueAsync(() => _nodes.Time.NextTimer > 1.Seconds() * 60, within: 20.Seconds());

        _activity.RecordRequest(_nodes.Time.GetTimestamp());

        await Eventually.TrueAsync(() => _nodes.Time.NextTimer <= 0.25.Seconds(), within: 20.Seconds());
    }

    [Test]
    public async Task The_health_loop_becomes_idle_again_after_the_last_request()
    {
        await using var loop = Start();
        _activity.RecordRequest(_nodes.Time.GetTimestamp());
        await Eventually.TrueAsync(() => _nodes.Time.NextTimer <= 0.25.Seconds(), within: 20.Seconds());

        await AdvanceUntilAsync(() => _nodes.Time.NextTimer > 1.Seconds() * 60, atMost: 3.Seconds());
    }

    [Test]
    public async Task Successful_probes_restore_a_node_from_down_through_probation_to_up()
    {
        await using var loop = Start();
        _nodes.States.MarkDown(_nodes[1], "refused");

        await AdvanceUntilAsync(() => _nodes[1].State == AlternatorNodeState.Probation, atMost: 3.Seconds());
        Assert.That(_probes, Is.EqualTo(2));

        await AdvanceUntilAsync(() => _nodes[1].State == AlternatorNodeState.Up, atMost: 31.Seconds());
        Assert.That(_probes, Is.EqualTo(2));
    }

    [Test]
    public async Task The_probe_interval_of_a_node_that_stays_down_grows()
    {
        _status = HttpStatusCode.ServiceUnavailable;
        await using var loop = Start();
        _nodes.States.MarkDown(_nodes[1], "refused");

        await AdvanceUntilAsync(() => Volatile.Read(ref _probes) == 8, atMost: 90.Seconds());

        Assert.That(_nodes.UntilProbe(_nodes[1]), Is.GreaterThan(19.Seconds()));
    }

    [Test]
    public async Task A_stuck_node_is_probed_once_per_second()
    {
        await using var loop = Start();
        var now = _nodes.Time.GetTimestamp();
        _nodes[0].BeginAttempt(now);
        _activity.RecordRequest(now);

        await AdvanceUntilAsync(() => Volatile.Read(ref _probes) == 1, atMost: 2.5.Seconds());
        Assert.That(_nodes.Time.GetElapsedTime(now), Is.GreaterThanOrEqualTo(2.Seconds()));

        await AdvanceUntilAsync(() => Volatile.Read(ref _probes) == 4, atMost: 3.5.Seconds());
        Assert.That(_nodes.Time.GetElapsedTime(now), Is.GreaterThanOrEqualTo(5.Seconds()));
        Assert.That(_nodes[0].State, Is.EqualTo(AlternatorNodeState.Up));
    }

    [Test]
    public async Task A_node_whose_probe_was_canceled_is_probed_again()
    {
        var response = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        var prober = _nodes.Prober(new StubTransport((_, cancellationToken) =>
            Interlocked.Increment(ref _probes) == 1 ? response.Task.WaitAsync(cancellationToken) : Task.FromResult(StubTransport.Respond(HttpStatusCode.OK))));
        using var refresh = new CancellationTokenSource();
        _nodes.Table.Replace(0, [TestNodes.Address("10.0.0.1"), TestNodes.Address("10.0.0.9")], _nodes.States.AwaitFirstProbe);
        var canceled = prober.ProbeAsync(_nodes[1], null, refresh.Token);
        await using var loop = Start(prober);
        await Eventually.TrueAsync(() => _nodes.Time.PendingTimers == 2, within: 20.Seconds());

        await refresh.CancelAsync();
        await canceled.WaitAsync(20.Seconds());

        await Eventually.TrueAsync(() => _nodes[1].State == AlternatorNodeState.Up, within: 20.Seconds());
    }

    [Test]
    public async Task An_open_breaker_is_closed_when_its_node_is_restored()
    {
        await using var loop = Start();
        for (var i = 0; i < 5; i++)
        {
            _nodes[0].LastFailureReason = "500";
            _nodes.Parts.Breakers.Report(_nodes[0], TestCall.Outcome(AlternatorAttemptOutcome.ConnectionLost));
        }

        await Eventually.TrueAsync(() => _nodes[0].State == AlternatorNodeState.Down, within: 20.Seconds());

        // About 40 seconds, plus the time by which the clock runs ahead of a loop that has no processor.
        await AdvanceUntilAsync(() => _nodes[0].State == AlternatorNodeState.Up, atMost: 600.Seconds());

        // Only a closed breaker opens again. The loop closes it asynchronously.
        await Eventually.TrueAsync(() =>
        {
            _nodes.Parts.Breakers.Report(_nodes[0], TestCall.Outcome(AlternatorAttemptOutcome.ConnectionLost));
            return _nodes[0].State == AlternatorNodeState.Down;
        }, within: 20.Seconds());
    }

    [Test]
    public async Task Breaker_callbacks_that_never_return_do_not_block_health()
    {
        var never = new TaskCompletionSource();
        _nodes = TestNodes.Up(3, configureBreaker: breaker => (breaker.OnOpened, breaker.OnClosed) = (_ => new ValueTask(never.Task), _ => new ValueTask(never.Task)));
        await using var loop = Start();
        for (var round = 0; round < 2; round++)
        {
            await Eventually.TrueAsync(() =>
            {
                _nodes.Parts.Breakers.Report(_nodes[0], TestCall.Outcome(AlternatorAttemptOutcome.ConnectionLost));
                return _nodes[0].State == AlternatorNodeState.Down;
            }, within: 20.Seconds());
            await AdvanceUntilAsync(() => _nodes[0].State == AlternatorNodeState.Up, atMost: 40.Seconds());
        }

        _nodes.States.MarkDown(_nodes[1], "refused");
        await AdvanceUntilAsync(() => _nodes[1].State == AlternatorNodeState.Up, atMost: 40.Seconds());
    }

    [Test]
    public async Task A_stuck_node_that_responds_to_probes_receives_no_further_requests()
    {
        var now = _nodes.Time.GetTimestamp();
        _nodes[0].BeginAttempt(now);
        _nodes[0].BeginAttempt(now);
        _activity.RecordRequest(now);
        await using var loop = Start();

        await AdvanceUntilAsync(() => _nodes[0].Weight == 0, atMost: 2.5.Seconds());

        Assert.That(_nodes[0].State, Is.EqualTo(AlternatorNodeState.Up));
    }

    [Test]
    public async Task A_new_node_wakes_the_health_loop_and_is_probed_at_once()
    {
        await using var loop = Start();
        await BecomesIdleAsync();

        // The node is listed before its probe is requested, because a loop that wakes reads the list.
        _nodes.List("10.0.0.9");
        _nodes.States.AwaitFirstProbe(_nodes[0]);

        await Eventually.TrueAsync(() => _nodes[0].State == AlternatorNodeState.Up, within: 20.Seconds());
    }

    [Test]
    public async Task The_breaker_of_a_node_that_cannot_be_ejected_is_closed_at_once()
    {
        _nodes = TestNodes.Up(1);
        await using var loop = Start();
        await BecomesIdleAsync();

        _nodes.States.TryEject(_nodes[0], "500");

        await Eventually.TrueAsync(() => !_nodes[0].Probing.ShouldCloseBreaker, within: 20.Seconds());
    }

    private Task BecomesIdleAsync() => Eventually.TrueAsync(() => _nodes.Time.NextTimer > 1.Seconds() * 60, within: 20.Seconds());

    private BackgroundLoop Start(HealthProber? prober = null)
    {
        prober ??= _nodes.Prober(new StubTransport(_ =>
        {
            Interlocked.Increment(ref _probes);
            return StubTransport.Respond(_status);
        }));
        var loop = new HealthLoop(_nodes.States, _nodes.Parts.Breakers, prober, new StuckNodeDetector(_nodes.Table, _nodes.Time), _nodes.Parts.SlowNodes, _activity, _nodes.Time);
        return new BackgroundLoop("health", "test", loop.StepAsync, _nodes.Time, _nodes.Log);
    }

    /// <summary>Advances the clock in small steps, and waits for the loop and its probes after each step.</summary>
    private async Task AdvanceUntilAsync(Func<bool> condition, TimeSpan atMost)
    {
        var step = 50.Milliseconds();
        for (var passed = TimeSpan.Zero; !condition(); passed += step)
        {
            Assert.That(passed, Is.LessThanOrEqualTo(atMost));
            for (var i = 0; i < 5; i++)
            {
                await Eventually.TrueAsync(() => _nodes.Time.PendingTimers > 0 && _nodes.Table.Current.All.All(node => node.Probing.Probe is not { IsCompleted: false }), within: 20.Seconds());
                await Task.Yield();
            }

            _nodes.Time.Advance(step);
        }
    }
}
