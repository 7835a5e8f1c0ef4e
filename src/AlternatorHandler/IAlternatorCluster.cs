using AlternatorHandler.Requests;

namespace AlternatorHandler;

/// <summary>A cluster of Alternator nodes as this process sees it. A singleton; for a named cluster a keyed one.</summary>
public interface IAlternatorCluster
{
    /// <summary>Gets the name that the cluster was registered by, empty for the one without a name.</summary>
    string Name { get; }

    /// <summary>Gets what is known of each node, in the order of their addresses. Before the first discovery these are the seeds.</summary>
    IReadOnlyList<AlternatorNodeStatus> Nodes { get; }

    /// <summary>Gets how each of the configured scopes is, in order of preference; without configured scopes there is one, the whole cluster.</summary>
    IReadOnlyList<AlternatorTierStatus> Tiers { get; }

    /// <summary>Gets the status of the cluster, its scopes and its nodes, with the last changes of nodes' states.</summary>
    /// <returns>The status at this moment. It does not change.</returns>
    /// <remarks>It sends nothing to the nodes, and does not start a cluster that has had no request.</remarks>
    AlternatorClusterStatus GetStatus();

    /// <summary>Asks the cluster for its nodes now.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends when the list is current.</returns>
    /// <exception cref="HttpRequestException">No node answered. The list is as it was.</exception>
    /// <exception cref="ObjectDisposedException">The cluster was disposed, with the service provider that made it.</exception>
    Task RefreshAsync(CancellationToken cancellationToken = default);

    /// <summary>Asks the nodes about the configured scopes: which have nodes, and which names are unknown.</summary>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>The result for each scope; without configured scopes, for the whole cluster.</returns>
    /// <exception cref="ObjectDisposedException">The cluster was disposed, with the service provider that made it.</exception>
    Task<ScopeCheckResult> CheckScopesAsync(CancellationToken cancellationToken = default);

    /// <summary>Gets what a routing handler needs. It is internal, so that no other implementation can be passed to one.</summary>
    internal RequestServices Requests { get; }
}
