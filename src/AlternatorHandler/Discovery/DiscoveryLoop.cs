using AlternatorHandler.Health;
using AlternatorHandler.Loops;
using AlternatorHandler.Nodes;
using AlternatorHandler.Options;

namespace AlternatorHandler.Discovery;

/// <summary>Schedules refreshes of the node list: frequently while requests are made, rarely while there are none, and soon after a node failed.</summary>
internal sealed class DiscoveryLoop(
    NodeDiscovery discovery,
    NodeTable nodes,
    NodeStateMachine states,
    Readiness readiness,
    RequestActivity activity,
    LiveOptions options,
    TimeProvider timeProvider) : IDisposable
{
    private static readonly TimeSpan Debounce = TimeSpan.FromSeconds(1);

    private readonly AsyncAutoResetEvent _refreshRequested = new();
    private readonly SemaphoreSlim _refreshLock = new(1);
    private int _failures;
    private bool _isRefreshRequested;
    private long _lastRefresh;
    private AlternatorDiscoveryStatus _status = new();

    /// <summary>Gets how current the list is.</summary>
    public AlternatorDiscoveryStatus Status => Volatile.Read(ref _status);

    /// <summary>Requests a refresh, for example because a node failed.</summary>
    public void RequestRefresh() => _refreshRequested.Set();

    /// <summary>Refreshes the list now.</summary>
    /// <param name="cancellationToken">Cancels the refresh; the list stays unchanged.</param>
    /// <returns>The reason why no source returned a list, or <see langword="null"/> if one did.</returns>
    public async Task<string?> RefreshAsync(CancellationToken cancellationToken)
    {
        await _refreshLock.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var failure = await discovery.RefreshAsync(cancellationToken).ConfigureAwait(false);
            _failures = failure is null ? 0 : _failures + 1;
            UpdateStatus(failure);
            return failure;
        }
        finally
        {
            _lastRefresh = timeProvider.GetTimestamp();
            _refreshLock.Release();
        }
    }

    public async Task StepAsync(CancellationToken cancellationToken)
    {
        var lastRequest = activity.LastRequest;
        var refresh = _isRefreshRequested || _failures > 0 || !readiness.IsSet ? RefreshAsync(cancellationToken) : RefreshIfStaleAsync(cancellationToken);
        if (!readiness.IsSet)
        {
            await WaitForFirstListAsync(refresh, cancellationToken).ConfigureAwait(false);
        }

        await refresh.ConfigureAwait(false);
        _isRefreshRequested = await _refreshRequested.WaitAsync(GetInterval(), null, timeProvider, cancellationToken).ConfigureAwait(false);
        if (!_isRefreshRequested && activity.LastRequest == lastRequest)
        {
            var remaining = Randomizer.Jitter(options.Current.Discovery.IdleRefreshInterval) - timeProvider.GetElapsedTime(_lastRefresh);
            if (remaining > TimeSpan.Zero)
            {
                _isRefreshRequested = await _refreshRequested.WaitAsync(remaining, activity.WaitForNextAsync(lastRequest), timeProvider, cancellationToken).ConfigureAwait(false);
            }
        }

        var elapsed = timeProvider.GetElapsedTime(_lastRefresh);
        if (elapsed < Debounce)
        {
            await Task.Delay(Debounce - elapsed, timeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _refreshLock.Dispose();

    private async Task<string?> RefreshIfStaleAsync(CancellationToken cancellationToken)
    {
        if (await discovery.IsCurrentAsync(cancellationToken).ConfigureAwait(false))
        {
            _lastRefresh = timeProvider.GetTimestamp();
            UpdateStatus(failure: null);
            return null;
        }

        return await RefreshAsync(cancellationToken).ConfigureAwait(false);
    }

    private void UpdateStatus(string? failure) => Volatile.Write(
        ref _status,
        failure is null ? new AlternatorDiscoveryStatus { RefreshedAt = timeProvider.GetUtcNow(), Sources = discovery.Sources } : _status with { Failure = failure });

    /// <summary>Waits for the first list, and uses the seeds if there is none in time.</summary>
    private async Task WaitForFirstListAsync(Task refresh, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(refresh, readiness.Task, Task.Delay(options.Current.Discovery.InitialTimeout, timeProvider, timeout.Token)).ConfigureAwait(false);
        await timeout.CancelAsync().ConfigureAwait(false);
        if (!nodes.IsDiscovered)
        {
            states.MarkUpUnprobed(nodes.Current.Seeds);
        }

        readiness.Set();
    }

    private TimeSpan GetInterval()
    {
        // After a failed refresh the next one follows soon, with growing pauses.
        var retry = TimeSpan.FromSeconds(Math.Pow(1.6, Math.Min(_failures, 10) - 1));
        var interval = options.Current.Discovery.RefreshInterval;
        return Randomizer.Jitter(_failures > 0 && retry < interval ? retry : interval);
    }
}
