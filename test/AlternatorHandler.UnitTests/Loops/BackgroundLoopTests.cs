using AlternatorHandler.Loops;
using Microsoft.Extensions.Logging.Testing;

namespace AlternatorHandler.UnitTests.Loops;

public sealed class BackgroundLoopTests
{
    private static readonly AsyncLocal<string?> Ambient = new();

    private readonly ManualTimeProvider _time = new();
    private readonly FakeLogger _log = new();

    [Test]
    public async Task A_loop_step_that_throws_is_logged_and_repeated_after_one_second()
    {
        var steps = 0;
        await using var loop = Start(_ =>
        {
            steps++;
            throw new InvalidOperationException("broken");
        });

        await Eventually.TrueAsync(() => _time.PendingTimers == 1, within: 20.Seconds());
        Assert.That(steps, Is.EqualTo(1));

        _time.Advance(1.Seconds());
        await Eventually.TrueAsync(() => Volatile.Read(ref steps) == 2 && _log.Count("LoopFailed") == 2, within: 20.Seconds());
    }

    [Test]
    public async Task A_cancellation_inside_a_step_does_not_end_the_loop()
    {
        var steps = 0;
        await using var loop = Start(async cancellationToken =>
        {
            if (Interlocked.Increment(ref steps) == 1)
            {
                throw new TaskCanceledException("of some request");
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancellationToken);
        });

        await Eventually.TrueAsync(() => _time.PendingTimers == 1, within: 20.Seconds());
        _time.Advance(1.Seconds());

        await Eventually.TrueAsync(() => Volatile.Read(ref steps) == 2, within: 20.Seconds());
    }

    [Test]
    public async Task A_loop_does_not_capture_the_execution_context_of_its_creator()
    {
        Ambient.Value = "value of the caller";
        var observed = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);

        await using var loop = Start(async cancellationToken =>
        {
            observed.TrySetResult(Ambient.Value);
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancellationToken);
        });

        Assert.That(await observed.Task.WaitAsync(20.Seconds()), Is.Null);
        Assert.That(Ambient.Value, Is.EqualTo("value of the caller"));
    }

    [Test]
    public async Task Disposal_of_a_loop_cancels_its_current_step_and_waits_for_its_end()
    {
        var ended = false;
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var loop = Start(async cancellationToken =>
        {
            started.TrySetResult();
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancellationToken);
            }
            finally
            {
                ended = true;
            }
        });
        await started.Task.WaitAsync(20.Seconds());

        await loop.DisposeAsync().AsTask().WaitAsync(20.Seconds());

        Assert.That(ended, Is.True);
        Assert.That(_log.Messages, Is.Empty);
    }

    [Test]
    public async Task Disposal_of_a_loop_ends_the_pause_after_a_failed_step()
    {
        var loop = Start(_ => throw new InvalidOperationException("broken"));
        await Eventually.TrueAsync(() => _time.PendingTimers == 1, within: 20.Seconds());

        await loop.DisposeAsync().AsTask().WaitAsync(20.Seconds());
        await loop.DisposeAsync().AsTask().WaitAsync(20.Seconds());

        Assert.That(_time.PendingTimers, Is.Zero);
    }

    private BackgroundLoop Start(Func<CancellationToken, Task> step) => new("test", "cluster", step, _time, _log);
}
