using AlternatorHandler.Discovery;
using AlternatorHandler.Requests;

namespace AlternatorHandler;

/// <summary>Holds the state of one cluster that outlives its handlers: the nodes, their health, the background loops, the retry budget and the connections.</summary>
internal sealed class AlternatorCluster(ClusterComposition parts) : IAlternatorCluster, IDisposable, IAsyncDisposable
{
    private readonly ScopeChecker _scopeChecker = new(parts.Nodes, parts.Discovery);

    public string Name => parts.Name;

    public IReadOnlyList<AlternatorNodeStatus> Nodes => parts.Nodes.Current.GetNodeStatus();

    public IReadOnlyList<AlternatorTierStatus> Tiers => parts.Nodes.Current.GetTierStatus();

    RequestServices IAlternatorCluster.Requests => parts.Requests;

    /// <summary>Gets the parts that the cluster is composed of.</summary>
    internal ClusterComposition Parts => parts;

    public AlternatorClusterStatus GetStatus()
    {
        var snapshot = parts.Nodes.Current;
        return new AlternatorClusterStatus
        {
            Name = parts.Name,
            LoadBalancingPolicy = parts.Live.Current.LoadBalancingPolicy,
            Discovery = parts.DiscoveryLoop.Status,
            Tiers = snapshot.GetTierStatus(),
            Nodes = snapshot.GetNodeStatus(),
            Transitions = parts.States.Transitions.Latest,
        };
    }

    public async Task RefreshAsync(CancellationToken cancellationToken = default)
    {
        parts.Loops.Start();
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, parts.Disposed.Token);
        if (await parts.DiscoveryLoop.RefreshAsync(linked.Token).ConfigureAwait(false) is { } failure)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, $"No Alternator node returned a node list: {failure}.");
        }
    }

    public async Task<AlternatorScopeCheckResult> CheckScopesAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(parts.Disposed.IsCancellationRequested, this);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, parts.Disposed.Token);
        return await _scopeChecker.CheckAsync(linked.Token).ConfigureAwait(false);
    }

    public void Dispose()
    {
        parts.Disposed.Cancel();
        parts.Loops.Stop();
        parts.Transport.Dispose();

        // Disposing the transport does not end exchanges in flight, and a node that stops responding is no longer detected: they are cancelled here,
        // after the disposal of the transport, so that an exchange that begins now fails there.
        foreach (var node in parts.Nodes.Current.All.Union(parts.Nodes.Current.Seeds))
        {
            node.CancelInFlight();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Dispose();
        await parts.Loops.DisposeAsync().ConfigureAwait(false);
    }
}
