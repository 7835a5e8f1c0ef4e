using System.Collections.Concurrent;
using AlternatorHandler.Health;
using Microsoft.Extensions.Logging.Testing;

namespace AlternatorHandler.UnitTests.Health;

public sealed class BreakerCallbacksTests
{
    private readonly FakeLogger _log = new();

    [Test]
    public async Task Breaker_callbacks_run_in_order_without_blocking_the_caller()
    {
        var callbacks = new BreakerCallbacks(_log);
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var calls = new ConcurrentQueue<int>();

        callbacks.Enqueue(_ => RunAsync(1, first.Task));
        callbacks.Enqueue(_ => RunAsync(2, Task.CompletedTask));
        await Eventually.TrueAsync(() => calls.Count == 1, within: 20.Seconds());
        first.SetResult();

        await Eventually.TrueAsync(() => calls.Count == 2, within: 20.Seconds());
        Assert.That(calls, Is.EqualTo([1, 2]));

        ValueTask RunAsync(int number, Task end)
        {
            calls.Enqueue(number);
            return new ValueTask(end);
        }
    }

    [Test]
    public async Task A_breaker_callback_that_throws_is_logged_and_the_next_one_runs()
    {
        var callbacks = new BreakerCallbacks(_log);
        var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        callbacks.Enqueue(_ => throw new InvalidOperationException("broken"));
        callbacks.Enqueue(_ =>
        {
            called.SetResult();
            return default;
        });

        await called.Task.WaitAsync(20.Seconds());
        Assert.That(_log.Count("BreakerCallbackFailed"), Is.EqualTo(1));
    }
}
