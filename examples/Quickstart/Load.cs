using System.Collections.Concurrent;

namespace Quickstart;

/// <summary>Workers that use the table as fast as they can, and the count of what they did.</summary>
internal sealed class Load(Orders orders)
{
    public const int Workers = 8;

    private readonly ConcurrentQueue<string> _errors = new();
    private long _operations;

    /// <summary>Gets how many operations were made, those that failed included.</summary>
    public long Operations => Volatile.Read(ref _operations);

    /// <summary>Gets what the application saw of operations that failed.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    /// <summary>Works until <paramref name="stop"/>. Operations that are under way then are finished.</summary>
    public Task RunAsync(CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(() => WorkAsync(stop), CancellationToken.None)));

    private async Task WorkAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await orders.DoSomethingAsync();
            }
            catch (Exception exception)
            {
                _errors.Enqueue(exception.Message);
            }

            Interlocked.Increment(ref _operations);
        }
    }
}
