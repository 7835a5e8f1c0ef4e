using AlternatorHandler.Health;
using AlternatorHandler.Loops;
using AlternatorHandler.Nodes;
using AlternatorHandler.Options;




namespace AlternatorHandler.Discovery;

/// <summary>When to ask: often while there are requests, rarely while there are none, and soon after a node failed.</summary>
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

    private readonly WakeUp _wanted = new();
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private int _failures;
    private bool _isWanted;
    private long _lastRefresh;
    private AlternatorDiscoveryStatus _status = new();

    /// <summary>Gets how current the list is.</summary>
    public AlternatorDiscoveryStatus Status => Volatile.Read(ref _status);

    /// <summary>Asks for a refresh, because a node failed.</summary>
    public void Want() => _wanted.Set();

    /// <summary>Refreshes the list now.</summary>
    /// <param name="cancellationToken">Ends the round; the list stays as it is.</param>
    /// <returns>Why no node answered with a list, or <see langword="null"/> if one did.</returns>
    public async Task<string?> RefreshAsync(CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var failure = await discovery.RefreshAsync(cancellationToken).ConfigureAwait(false);
            _failures = failure is null ? 0 : _failures + 1;
            Ended(failure);
            return failure;
        }
        finally
        {
            _lastRefresh = timeProvider.GetTimestamp();
            _oneAtATime.Release();
        }
    }

    public async Task StepAsync(CancellationToken cancellationToken)
    {
        var lastRequest = activity.Last;
        var refresh = _isWanted || _failures > 0 || !readiness.IsSet ? RefreshAsync(cancellationToken) : RefreshIfStaleAsync(cancellationToken);
        if (!readiness.IsSet)
        {
            await BecomeReadyAsync(refresh, cancellationToken).ConfigureAwait(false);
        }

        await refresh.ConfigureAwait(false);
        _isWanted = await _wanted.WaitAsync(Interval(), null, timeProvider, cancellationToken).ConfigureAwait(false);
        if (!_isWanted && activity.Last == lastRequest)
        {
            var rest = Randomizer.Jitter(options.Current.Discovery.IdleRefreshInterval) - timeProvider.GetElapsedTime(_lastRefresh);
            if (rest > TimeSpan.Zero)
            {
                _isWanted = await _wanted.WaitAsync(rest, activity.NextAsync(lastRequest), timeProvider, cancellationToken).ConfigureAwait(false);
            }
        }

        var since = timeProvider.GetElapsedTime(_lastRefresh);
        if (since < Debounce)
        {
            await Task.Delay(Debounce - since, timeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    private async Task<string?> RefreshIfStaleAsync(CancellationToken cancellationToken)
    {
        if (await discovery.IsCurrentAsync(cancellationToken).ConfigureAwait(false))
        {
            _lastRefresh = timeProvider.GetTimestamp();
            Ended(failure: null);
            return null;
        }

        return await RefreshAsync(cancellationToken).ConfigureAwait(false);
    }

    private void Ended(string? failure) => Volatile.Write(
        ref _status,
        failure is null ? new AlternatorDiscoveryStatus { RefreshedAt = timeProvider.GetUtcNow(), Sources = discovery.Sources } : _status with { Failure = failure });

    /// <summary>Waits for the first list, and goes on with the seeds if there is none in time.</summary>
    private async Task BecomeReadyAsync(Task refresh, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(refresh, readiness.Task, Task.Delay(options.Current.Discovery.InitialTimeout, timeProvider, patience.Token)).ConfigureAwait(false);
        await patience.CancelAsync().ConfigureAwait(false);
        if (!nodes.IsKnown)
        {
            states.MarkUpUnprobed(nodes.Current.Seeds);
        }

        readiness.Set();
    }

    private TimeSpan Interval()
    {
        // Nobody answered: soon again, but with growing pauses.
        var retry = TimeSpan.FromSeconds(Math.Pow(1.6, Math.Min(_failures, 10) - 1));
        var interval = options.Current.Discovery.RefreshInterval;
        return Randomizer.Jitter(_failures > 0 && retry < interval ? retry : interval);
    }
}
