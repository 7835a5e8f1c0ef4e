namespace AlternatorHandler;

/// <summary>Tells nodes of the cluster from a registry of your own, in addition to what the nodes themselves tell.</summary>
public interface INodeSource
{
    /// <summary>Gets the nodes of a part of the cluster. Called with each refresh of the list.</summary>
    /// <param name="scope">The part: a rack, a datacenter, or the whole cluster.</param>
    /// <param name="cancellationToken">Ends the wait, when <see cref="AlternatorDiscoveryOptions.Timeout"/> has passed.</param>
    /// <returns>The addresses, of the seeds' scheme; empty if it knows none. Every node is probed before it gets requests.</returns>
    ValueTask<IReadOnlyList<Uri>> GetNodesAsync(RoutingScope scope, CancellationToken cancellationToken);
}
