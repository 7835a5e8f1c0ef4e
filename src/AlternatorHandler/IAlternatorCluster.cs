using AlternatorHandler.Requests;

namespace AlternatorHandler;

/// <summary>Represents a cluster of Alternator nodes, as observed by this process. It is registered as a singleton; a named cluster is a keyed singleton.</summary>
public interface IAlternatorCluster
{
    /// <summary>Gets the name with which the cluster was registered, or an empty string for the default cluster.</summary>
    string Name { get; }

    /// <summary>Gets the status of each node, ordered by address. Before the first discovery, these are the seeds; if every scope specifies a datacenter, there are none.</summary>
    IReadOnlyList<AlternatorNodeStatus> Nodes { get; }

    /// <summary>Gets the status of each configured scope, in order of preference. Without configured scopes, the list has one element: the whole cluster.</summary>
    IReadOnlyList<AlternatorTierStatus> Tiers { get; }

    /// <summary>Gets the status of the cluster, its scopes and its nodes, with the most recent changes of node states.</summary>
    /// <returns>An immutable snapshot of the status.</returns>
    /// <remarks>This method sends nothing to the nodes, and does not start discovery or health probes of a cluster that has not had a request.</remarks>
    AlternatorClusterStatus GetStatus();

    /// <summary>Refreshes the node list now.</summary>
    /// <param name="cancellationToken">The token that cancels the refresh.</param>
    /// <returns>A task that completes when the node list is current.</returns>
    /// <exception cref="HttpRequestException">No node returned a node list. The previous list remains in effect.</exception>
    /// <exception cref="OperationCanceledException">The refresh was cancelled, or the cluster was disposed during it.</exception>
    /// <exception cref="ObjectDisposedException">The cluster was disposed, with the service provider that created it.</exception>
    Task RefreshAsync(CancellationToken cancellationToken = default);

    /// <summary>Checks the configured scopes against the nodes: which scopes have nodes, and which names are unknown.</summary>
    /// <param name="cancellationToken">The token that cancels the check.</param>
    /// <returns>The result for each scope or, without configured scopes, for the whole cluster.</returns>
    /// <exception cref="OperationCanceledException">The check was cancelled, or the cluster was disposed during it.</exception>
    /// <exception cref="ObjectDisposedException">The cluster was disposed, with the service provider that created it.</exception>
    Task<AlternatorScopeCheckResult> CheckScopesAsync(CancellationToken cancellationToken = default);

    /// <summary>Gets the services of a routing handler. This member is internal, so that no other implementation of the interface can be passed to a handler.</summary>
    internal RequestServices Requests { get; }
}
