using System.Collections.Concurrent;

namespace AlternatorHandler.TestSupport;

/// <summary>Runs operations concurrently: a number of them, or until it is stopped.</summary>
internal sealed class Workers : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<Exception> _failures = new();
    private Task _workers = Task.CompletedTask;
    private long _longest;
    private int _operations;

    public int Operations => Volatile.Read(ref _operations);

    public IReadOnlyCollection<Exception> Failures => _failures;

    public TimeSpan Longest => new(Volatile.Read(ref _longest));

    public static Task RunAsync(int workers, int operations, Func<int, Task> operation)
    {
        var next = -1;
        return Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next); i < operations; i = Interlocked.Increment(ref next))
            {
                await operation(i);
            }
        })));
    }

    /// <summary>Starts workers that run until the load is stopped. Their failures are collected, not thrown.</summary>
    public static Workers Start(int workers, Func<int, Task> operation)
    {
        var load = new Workers();
        load._workers = Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(() => load.WorkAsync(operation))));
        return load;
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _workers;
    }

    /// <summary>Waits until the given number of further operations has started.</summary>
    public Task DoneAsync(int operations, TimeSpan within)
    {
        var wanted = Operations + operations;
        return Eventually.TrueAsync(() => Operations >= wanted, within);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task WorkAsync(Func<int, Task> operation)
    {
        while (!_stop.IsCancellationRequested)
        {
            var i = Interlocked.Increment(ref _operations);
            var start = TimeProvider.System.GetTimestamp();
            try
            {
                await operation(i);
            }
            catch (Exception exception)
            {
                _failures.Enqueue(exception);
            }

            var took = TimeProvider.System.GetElapsedTime(start).Ticks;
            for (var longest = Volatile.Read(ref _longest); took > longest;)
            {
                longest = Interlocked.CompareExchange(ref _longest, took, longest);
            }
        }
    }
}
