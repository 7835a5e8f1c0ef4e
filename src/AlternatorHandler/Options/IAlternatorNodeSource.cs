namespace AlternatorHandler;

/// <summary>Supplies cluster nodes from an external registry, in addition to the nodes that the cluster itself lists.</summary>
public interface IAlternatorNodeSource
{
    /// <summary>Gets the nodes of a part of the cluster. This method is called during each refresh of the node list.</summary>
    /// <param name="scope">The part: a rack, a datacenter, or the whole cluster.</param>
    /// <param name="cancellationToken">The token that is cancelled after <see cref="AlternatorDiscoveryOptions.Timeout"/>.</param>
    /// <returns>The addresses, which must have the scheme of the seeds; an empty list if the registry has none. Each node is probed before it receives requests.</returns>
    ValueTask<IReadOnlyList<Uri>> GetNodesAsync(AlternatorRoutingScope scope, CancellationToken cancellationToken);
}
