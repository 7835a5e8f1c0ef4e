namespace AlternatorHandler.Rigs.Simulation.Time;

/// <summary>Runs asynchronous code in virtual time, on one thread, in one order: time moves on only when everything that could be done at this moment is done.</summary>
/// <remarks>
/// Most continuations run within the event that they waited for. The rest (background loops, probes, cancellations) go to the thread pool, which this process
/// limits to one thread: the pump shares that thread with them, and steps aside for as long as the pool has work.
/// </remarks>
internal sealed class Pump : IThreadPoolWorkItem
{
    private readonly VirtualClock _clock;
    private readonly Func<Task> _start;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _running;

    private Pump(VirtualClock clock, Func<Task> start)
    {
        _clock = clock;
        _start = start;
    }

    /// <summary>Starts what is to be simulated, and moves the clock until it is done.</summary>
    public static async Task RunAsync(VirtualClock clock, Func<Task> start)
    {
        ThreadPool.GetMaxThreads(out var threads, out _);
        if (threads != 1)
        {
            throw new InvalidOperationException($"The thread pool may have {threads} threads. The simulation needs a process of its own that limits the pool to one.");
        }

        var pump = new Pump(clock, start);
        ThreadPool.UnsafeQueueUserWorkItem(pump, preferLocal: false);
        await pump._ended.Task.ConfigureAwait(false);
    }

    void IThreadPoolWorkItem.Execute()
    {
        try
        {
            _running ??= _start();
            while (!_running.IsCompleted)
            {
                if (ThreadPool.PendingWorkItemCount > 0)
                {
                    ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                    return;
                }

                if (!_clock.Step())
                {
                    throw new InvalidOperationException($"Nothing is left to happen at {_clock.Now}, but the simulation waits for something.");
                }
            }

            _ended.SetFromTask(_running);
        }
        catch (Exception exception)
        {
            _ended.SetException(exception);
        }
    }
}
