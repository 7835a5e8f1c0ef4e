using AlternatorHandler.Nodes;
using AlternatorHandler.Options;

namespace AlternatorHandler.Discovery;

/// <summary>Queries the application's node source, with a timeout, and returns the addresses that can be nodes.</summary>
internal sealed class NodeSourceClient(IAlternatorNodeSource source, string scheme, LiveOptions options, TimeProvider timeProvider)
{
    public async Task<IReadOnlyList<Uri>> GetNodesAsync(AlternatorRoutingScope scope, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.Current.Discovery.Timeout, timeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var nodes = await source.GetNodesAsync(scope, linked.Token).AsTask().WaitAsync(linked.Token).ConfigureAwait(false);
        return [.. nodes.Where(node => node is { IsAbsoluteUri: true } && node.Scheme == scheme).Select(NodeAddress.From)];
    }
}
