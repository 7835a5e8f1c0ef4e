using System.Collections.Concurrent;
using AlternatorHandler.Health;
using Microsoft.Extensions.Logging.Testing;

namespace AlternatorHandler.UnitTests.Health;

public sealed class BreakerCallbacksTests
{
    private readonly FakeLogger _log = new();

    [Test]
    public async Task Callbacks_run_in_order_and_nothing_waits_for_them()
    {
        var callbacks = new BreakerCallbacks(_log);
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var made = new ConcurrentQueue<int>();

        callbacks.Enqueue(_ => Made(1, first.Task));
        callbacks.Enqueue(_ => Made(2, Task.CompletedTask));
        await Eventually.TrueAsync(() => made.Count == 1, within: 20.Seconds());
        first.SetResult();

        await Eventually.TrueAsync(() => made.Count == 2, within: 20.Seconds());
        Assert.That(made, Is.EqualTo([1, 2]));

        ValueTask Made(int number, Task end)
        {
            made.Enqueue(number);
            return new ValueTask(end);
        }
    }

    [Test]
    public async Task A_callback_that_fails_is_logged_and_the_next_one_is_called()
    {
        var callbacks = new BreakerCallbacks(_log);
        var made = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        callbacks.Enqueue(_ => throw new InvalidOperationException("broken"));
        callbacks.Enqueue(_ =>
        {
            made.SetResult();
            return default;
        });

        await made.Task.WaitAsync(20.Seconds());
        Assert.That(_log.Count("BreakerCallbackFailed"), Is.EqualTo(1));
    }
}
