using AlternatorHandler.Loops;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Loops;

public sealed class AsyncAutoResetEventTests
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    private readonly ManualTimeProvider _time = new();
    private readonly AsyncAutoResetEvent _event = new();

    [Test]
    public async Task Repeated_calls_of_Set_without_a_waiter_release_one_wait()
    {
        _event.Set();
        _event.Set();

        Assert.That(await _event.WaitAsync(Long, null, _time, CancellationToken.None).WaitAsync(20.Seconds()), Is.True);
        var second = _event.WaitAsync(Long, null, _time, CancellationToken.None);
        Assert.That(second.IsCompleted, Is.False);

        _event.Set();
        Assert.That(await second.WaitAsync(20.Seconds()), Is.True);
    }

    [Test]
    public async Task A_wait_for_an_event_ends_after_its_timeout()
    {
        var wait = _event.WaitAsync(1.Seconds(), null, _time, CancellationToken.None);

        _time.Advance(0.999.Seconds());
        Assert.That(wait.IsCompleted, Is.False);

        _time.Advance(0.001.Seconds());
        Assert.That(await wait.WaitAsync(20.Seconds()), Is.False);
    }

    [Test]
    public async Task A_wait_of_less_than_a_millisecond_does_not_end_at_once()
    {
        var wait = _event.WaitAsync(0.4.Milliseconds(), null, _time, CancellationToken.None);
        Assert.That(_time.PendingTimers, Is.EqualTo(1));

        _time.Advance(1.Milliseconds());
        Assert.That(await wait.WaitAsync(20.Seconds()), Is.False);
    }

    [Test]
    public async Task Completion_of_the_given_task_ends_the_wait_for_an_event()
    {
        var other = new TaskCompletionSource();
        var wait = _event.WaitAsync(Long, other.Task, _time, CancellationToken.None);

        other.SetResult();

        Assert.That(await wait.WaitAsync(20.Seconds()), Is.False);
        Assert.That(_time.PendingTimers, Is.Zero);
    }

    [Test]
    public void Cancellation_ends_the_wait_for_an_event()
    {
        using var cancellation = new CancellationTokenSource();
        var wait = _event.WaitAsync(Long, null, _time, cancellation.Token);

        cancellation.Cancel();

        Assert.That(() => wait.WaitAsync(20.Seconds()), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_time.PendingTimers, Is.Zero);
    }

    [Test]
    public async Task No_call_of_Set_is_lost_in_a_race_with_a_wait()
    {
        using var stop = new CancellationTokenSource();
        var woken = 0;
        var waiter = Task.Run(async () =>
        {
            while (await _event.WaitAsync(Long, null, _time, stop.Token))
            {
                Interlocked.Increment(ref woken);
            }
        });

        await RaceRunner.RepeatAsync(atMost: 20_000, _ => _event.Set(), call => Volatile.Read(ref woken) == call);

        await stop.CancelAsync();
        Assert.That(() => waiter.WaitAsync(20.Seconds()), Throws.InstanceOf<OperationCanceledException>());
    }
}
