using System.Globalization;
using AlternatorHandler.Rigs.Reliability.Journals;

namespace AlternatorHandler.Rigs.Reliability.Load;

/// <summary>Workers that go on until they are stopped.</summary>
internal sealed class Workload
{
    private const int AllOrders = 10_000;

    private readonly Worker[] _workers;
    private readonly Task _done;
    private volatile bool _isStopped;

    private Workload(Worker[] workers, int rate)
    {
        _workers = workers;
        var interval = TimeSpan.FromSeconds((double)workers.Length / rate);
        _done = Task.WhenAll(workers.Select((worker, i) => Task.Run(() => WorkAsync(worker, new Pace(interval, interval * i / workers.Length)))));
    }

    /// <summary>Starts workers that take turns with the stores.</summary>
    /// <param name="workers">How many.</param>
    /// <param name="rate">How many operations they begin a second, all together, if these are answered in time.</param>
    /// <param name="stores">The table through one client or several.</param>
    /// <param name="journal">Where their operations are written down.</param>
    /// <param name="seed">What they draw their operations from.</param>
    public static Workload Start(int workers, int rate, IReadOnlyList<IOrderStore> stores, Journal journal, int seed) => new(
        [.. Enumerable.Range(0, workers).Select(i => new Worker(
            string.Create(CultureInfo.InvariantCulture, $"w{i:00}"), stores[i % stores.Count], journal, unchecked((seed * 397) ^ i)))],
        rate);

    /// <summary>Waits until the workers have finished what they have begun.</summary>
    public Task StopAsync()
    {
        _isStopped = true;
        return _done;
    }

    /// <summary>Reads all that is left, and compares it with what the workers know.</summary>
    public async Task VerifyAsync(IOrderStore store)
    {
        foreach (var worker in _workers)
        {
            worker.Verify(await store.QueryAsync(worker.Customer, AllOrders));
        }
    }

    private async Task WorkAsync(Worker worker, Pace pace)
    {
        while (!_isStopped)
        {
            await worker.DoNextAsync();
            await pace.NextAsync();
        }
    }
}
