namespace AlternatorHandler.AspNetCore;

/// <summary>Samples the clusters once a second, even while no reader is connected: the history must be there when the page is opened after an incident.</summary>
internal sealed class Sampler : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Lazy<(Func<AlternatorClusterStatus> GetStatus, ClusterHistory History)[]> _clusters;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private TaskCompletionSource<byte[]>? _next;

    /// <param name="clusters">Gets the clusters, each as a method that returns its status. Called with the first sample or request.</param>
    /// <param name="time">The time.</param>
    public Sampler(Func<IEnumerable<Func<AlternatorClusterStatus>>> clusters, TimeProvider time)
    {
        _time = time;
        _clusters = new(() => [.. clusters().Select(status => (status, new ClusterHistory(time)))], LazyThreadSafetyMode.PublicationOnly);
        using (ExecutionContext.SuppressFlow())
        {
            _timer = time.CreateTimer(static sampler => ((Sampler)sampler!).Sample(), this, Interval, Interval);
        }
    }

    /// <summary>Gets the status of the clusters at this moment, with their history.</summary>
    public DashboardStatus GetStatus()
    {
        lock (_lock)
        {
            return Describe();
        }
    }

    /// <summary>Returns the next sample as an event. Samples are serialized only if a reader waits for them.</summary>
    public Task<byte[]> GetNextAsync()
    {
        lock (_lock)
        {
            _next ??= new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
            return _next.Task;
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Sample()
    {
        try
        {
            lock (_lock)
            {
                foreach (var (getStatus, history) in _clusters.Value)
                {
                    history.Add(getStatus());
                }

                var next = _next;
                _next = null;
                next?.SetResult(DashboardEvent.CreateSample(Describe()));
            }
        }
        catch (ObjectDisposedException)
        {
            // The service provider was disposed, and the clusters with it.
            Dispose();
        }
        catch (Exception)
        {
            // Invalid options: the host reports them at start, and each request to the dashboard fails with them. An exception in a timer would end the process.
        }
    }

    private DashboardStatus Describe() => new(_time.GetUtcNow(), [.. _clusters.Value.Select(cluster => cluster.History.Describe(cluster.GetStatus()))]);
}
