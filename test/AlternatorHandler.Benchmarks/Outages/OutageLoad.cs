using System.Collections.Concurrent;
using AlternatorHandler.Benchmarks.Load;

namespace AlternatorHandler.Benchmarks.Outages;

/// <summary>Callers that each ask for an item, again and again.</summary>
internal sealed class OutageLoad : IAsyncDisposable
{
    private readonly LoadClient _client;
    private readonly long[] _began;
    private readonly CancellationTokenSource _stop = new();
    private ConcurrentQueue<(TimeSpan Latency, bool IsSuccess)> _ended = new();

    public OutageLoad(LoadClient client, int workers)
    {
        _client = client;
        _began = new long[workers];
        for (var i = 0; i < workers; i++)
        {
            var worker = i;
            _ = Task.Run(() => WorkAsync(worker));
        }
    }

    /// <summary>Looks on for some time.</summary>
    public async Task<OutageSample> MeasureAsync(TimeSpan time)
    {
        _ended = new();
        var started = TimeProvider.System.GetTimestamp();
        await Task.Delay(time, TimeProvider.System);
        var ended = _ended.ToArray();
        var elapsed = TimeProvider.System.GetElapsedTime(started);

        // Who still waits counts with the time until now: else the longest waits would not be seen.
        var now = TimeProvider.System.GetTimestamp();
        var waiting = _began.Select(began => TimeProvider.System.GetElapsedTime(began, now)).Where(wait => wait > TimeSpan.FromSeconds(1)).ToArray();
        return new OutageSample(
            ended.Count(operation => operation.IsSuccess) / elapsed.TotalSeconds,
            ended.Count(operation => !operation.IsSuccess),
            waiting.Length,
            [.. ended.Select(operation => operation.Latency).Concat(waiting).Order()]);
    }

    public async ValueTask DisposeAsync()
    {
        // Not the callers: one that waits for a node that hangs does so for minutes.
        await _stop.CancelAsync();
        await _client.DisposeAsync();
    }

    private async Task WorkAsync(int worker)
    {
        while (!_stop.IsCancellationRequested)
        {
            var began = TimeProvider.System.GetTimestamp();
            Volatile.Write(ref _began[worker], began);
            var isSuccess = true;
            try
            {
                await _client.GetAsync();
            }
            catch (Exception)
            {
                isSuccess = false;
            }

            _ended.Enqueue((TimeProvider.System.GetElapsedTime(began), isSuccess));
        }
    }
}
