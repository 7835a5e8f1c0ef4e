using AlternatorHandler.AspNetCore.Status;

namespace AlternatorHandler.AspNetCore.Sampling;

/// <summary>Looks at the clusters once a second, whether somebody watches or not: who opens the page after an incident is to see it.</summary>
internal sealed class Sampler : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Lazy<(Func<AlternatorClusterStatus> Status, ClusterHistory History)[]> _clusters;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private TaskCompletionSource<byte[]>? _waiting;

    public Sampler(Func<IReadOnlyList<Func<AlternatorClusterStatus>>> clusters, TimeProvider time)
    {
        _time = time;
        _clusters = new(() => [.. clusters().Select(status => (status, new ClusterHistory(time)))], LazyThreadSafetyMode.PublicationOnly);
        using (ExecutionContext.SuppressFlow())
        {
            _timer = time.CreateTimer(static sampler => ((Sampler)sampler!).Sample(), this, Interval, Interval);
        }
    }

    /// <summary>The clusters at this moment, with their history.</summary>
    public DashboardStatus Now()
    {
        lock (_lock)
        {
            return Describe();
        }
    }

    /// <summary>A task that ends with the next sample, as an event. Nothing is written while nobody waits.</summary>
    public Task<byte[]> NextAsync()
    {
        lock (_lock)
        {
            _waiting ??= new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
            return _waiting.Task;
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Sample()
    {
        try
        {
            lock (_lock)
            {
                foreach (var (status, history) in _clusters.Value)
                {
                    history.Add(status());
                }

                var waiting = _waiting;
                _waiting = null;
                waiting?.SetResult(DashboardEvent.Sample(Describe()));
            }
        }
        catch (ObjectDisposedException)
        {
            // The service provider ended, and the clusters with it.
            Dispose();
        }
        catch (Exception)
        {
            // Options that are wrong: the host says so when it starts, and so does every request to the dashboard. A timer must not end the process for it.
        }
    }

    private DashboardStatus Describe() => new(_time.GetUtcNow(), [.. _clusters.Value.Select(cluster => cluster.History.Describe(cluster.Status()))]);
}
