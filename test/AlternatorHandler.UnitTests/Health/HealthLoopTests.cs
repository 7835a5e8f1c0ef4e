using System.Net;
using AlternatorHandler.Health;
using AlternatorHandler.Loops;
using AlternatorHandler.Outcomes;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Health;

public sealed class HealthLoopTests
{
    private TestNodes _nodes = TestNodes.Up(3);
    private readonly RequestActivity _activity = new();
    private HttpStatusCode _status = HttpStatusCode.OK;
    private int _probes;

    [Test]
    public async Task An_idle_loop_sleeps_until_a_request_comes()
    {
        await using var loop = Start();
        await Eventually.TrueAsync(() => _nodes.Time.NextTimer > 1.Seconds() * 60, within: 20.Seconds());

        _activity.RecordRequest(_nodes.Time.GetTimestamp());

        await Eventually.TrueAsync(() => _nodes.Time.NextTimer <= 0.25.Seconds(), within: 20.Seconds());
    }

    [Test]
    public async Task After_the_last_request_the_loop_goes_back_to_sleep()
    {
        await using var loop = Start();
        _activity.RecordRequest(_nodes.Time.GetTimestamp());
        await Eventually.TrueAsync(() => _nodes.Time.NextTimer <= 0.25.Seconds(), within: 20.Seconds());

        await AdvanceUntilAsync(() => _nodes.Time.NextTimer > 1.Seconds() * 60, atMost: 3.Seconds());
    }

    [Test]
    public async Task A_node_that_is_down_is_probed_back_through_probation_to_up()
    {
        await using var loop = Start();
        _nodes.States.MarkDown(_nodes[1], "refused");

        await AdvanceUntilAsync(() => _nodes[1].State == AlternatorNodeState.Probation, atMost: 3.Seconds());
        Assert.That(_probes, Is.EqualTo(2));

        await AdvanceUntilAsync(() => _nodes[1].State == AlternatorNodeState.Up, atMost: 31.Seconds());
        Assert.That(_probes, Is.EqualTo(2));
    }

    [Test]
    public async Task A_node_that_stays_down_is_probed_ever_more_rarely()
    {
        _status = HttpStatusCode.ServiceUnavailable;
        await using var loop = Start();
        _nodes.States.MarkDown(_nodes[1], "refused");

        await AdvanceUntilAsync(() => Volatile.Read(ref _probes) == 8, atMost: 90.Seconds());

        Assert.That(_nodes.UntilProbe(_nodes[1]), Is.GreaterThan(19.Seconds()));
    }

    [Test]
    public async Task A_stuck_node_is_probed_once_a_second()
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
    public async Task A_node_whose_probe_was_cancelled_is_probed_again()
    {
        var answers = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        var prober = _nodes.Prober(new StubTransport((_, cancellationToken) =>
            Interlocked.Increment(ref _probes) == 1 ? answers.Task.WaitAsync(cancellationToken) : Task.FromResult(StubTransport.Reply(HttpStatusCode.OK))));
        using var refresh = new CancellationTokenSource();
        _nodes.Table.Replace(0, [TestNodes.Address("10.0.0.1"), TestNodes.Address("10.0.0.9")], _nodes.States.AwaitFirstProbe);
        var given = prober.ProbeAsync(_nodes[1], null, refresh.Token);
        await using var loop = Start(prober);
        await Eventually.TrueAsync(() => _nodes.Time.PendingTimers == 2, within: 20.Seconds());

        await refresh.CancelAsync();
        await given.WaitAsync(20.Seconds());

        await Eventually.TrueAsync(() => _nodes[1].State == AlternatorNodeState.Up, within: 20.Seconds());
    }

    [Test]
    public async Task A_breaker_that_opened_is_closed_when_its_node_is_back()
    {
        await using var loop = Start();
        for (var i = 0; i < 5; i++)
        {
            _nodes[0].LastFailureReason = "500";
            _nodes.Parts.Breakers.Report(_nodes[0], TestCall.Failed(AlternatorAttemptOutcome.ConnectionLost));
        }

        await Eventually.TrueAsync(() => _nodes[0].State == AlternatorNodeState.Down, within: 20.Seconds());

        // Some 40 seconds, and as many more as the clock runs ahead of a loop that gets no processor.
        await AdvanceUntilAsync(() => _nodes[0].State == AlternatorNodeState.Up, atMost: 600.Seconds());

        // Only a breaker that is closed opens again. The loop closes it in its own time.
        await Eventually.TrueAsync(() =>
        {
            _nodes.Parts.Breakers.Report(_nodes[0], TestCall.Failed(AlternatorAttemptOutcome.ConnectionLost));
            return _nodes[0].State == AlternatorNodeState.Down;
        }, within: 20.Seconds());
    }

    [Test]
    public async Task Callbacks_of_the_users_that_never_return_hold_up_nothing()
    {
        var never = new TaskCompletionSource();
        _nodes = TestNodes.Up(3, configureBreaker: breaker => (breaker.OnOpened, breaker.OnClosed) = (_ => new ValueTask(never.Task), _ => new ValueTask(never.Task)));
        await using var loop = Start();
        for (var times = 0; times < 2; times++)
        {
            await Eventually.TrueAsync(() =>
            {
                _nodes.Parts.Breakers.Report(_nodes[0], TestCall.Failed(AlternatorAttemptOutcome.ConnectionLost));
                return _nodes[0].State == AlternatorNodeState.Down;
            }, within: 20.Seconds());
            await AdvanceUntilAsync(() => _nodes[0].State == AlternatorNodeState.Up, atMost: 40.Seconds());
        }

        _nodes.States.MarkDown(_nodes[1], "refused");
        await AdvanceUntilAsync(() => _nodes[1].State == AlternatorNodeState.Up, atMost: 40.Seconds());
    }

    [Test]
    public async Task A_node_that_keeps_its_requests_gets_no_more_while_its_probes_are_answered()
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
    public async Task A_new_node_wakes_the_loop_and_is_probed_at_once()
    {
        await using var loop = Start();
        await AsleepAsync();

        // Listed first, and only then made known to health: a loop that wakes looks at the list.
        _nodes.List("10.0.0.9");
        _nodes.States.AwaitFirstProbe(_nodes[0]);

        await Eventually.TrueAsync(() => _nodes[0].State == AlternatorNodeState.Up, within: 20.Seconds());
    }

    [Test]
    public async Task The_breaker_of_a_node_that_cannot_be_spared_is_closed_at_once()
    {
        _nodes = TestNodes.Up(1);
        await using var loop = Start();
        await AsleepAsync();

        _nodes.States.TryEject(_nodes[0], "500");

        await Eventually.TrueAsync(() => !_nodes[0].Probing.ShouldCloseBreaker, within: 20.Seconds());
    }

    private Task AsleepAsync() => Eventually.TrueAsync(() => _nodes.Time.NextTimer > 1.Seconds() * 60, within: 20.Seconds());

    private BackgroundLoop Start(HealthProber? prober = null)
    {
        prober ??= _nodes.Prober(new StubTransport(_ =>
        {
            Interlocked.Increment(ref _probes);
            return StubTransport.Reply(_status);
        }));
        var loop = new HealthLoop(_nodes.States, _nodes.Parts.Breakers, prober, new StuckNodeDetector(_nodes.Table, _nodes.Time), _nodes.Parts.SlowNodes, _activity, _nodes.Time);
        return new BackgroundLoop("health", "test", loop.StepAsync, _nodes.Time, _nodes.Log);
    }

    /// <summary>Moves the clock on in small steps, and lets the loop and its probes catch up after each.</summary>
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
