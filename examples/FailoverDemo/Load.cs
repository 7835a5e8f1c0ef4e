using System.Collections.Concurrent;

namespace FailoverDemo;

/// <summary>Runs workers that use the table as fast as they can, and counts their operations.</summary>
internal sealed class Load(Orders orders)
{
    public const int Workers = 8;

    private readonly ConcurrentQueue<string> _errors = new();
    private long _operations;

    /// <summary>Gets the number of completed operations, including failed ones.</summary>
    public long Operations => Volatile.Read(ref _operations);

    /// <summary>Gets the messages of the operations that failed.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    /// <summary>Runs the workers until <paramref name="stop"/> is canceled. Operations in flight are completed.</summary>
    public Task RunAsync(CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(() => WorkAsync(stop), CancellationToken.None)));

    private async Task WorkAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await orders.RunRandomOperationAsync();
            }
            catch (Exception exception)
            {
                _errors.Enqueue(exception.Message);
            }

            Interlocked.Increment(ref _operations);
        }
    }
}
