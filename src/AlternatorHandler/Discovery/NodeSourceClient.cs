using AlternatorHandler.Nodes;
using AlternatorHandler.Options;


namespace AlternatorHandler.Discovery;

/// <summary>Asks the user's own registry, with a time limit, and takes of its answer what can be a node.</summary>
internal sealed class NodeSourceClient(INodeSource source, string scheme, LiveOptions options, TimeProvider timeProvider)
{
    public async Task<IReadOnlyList<Uri>> AskAsync(RoutingScope scope, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.Current.Discovery.Timeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var nodes = await source.GetNodesAsync(scope, either.Token).AsTask().WaitAsync(either.Token).ConfigureAwait(false);
        return [.. nodes.Where(node => node is { IsAbsoluteUri: true } && node.Scheme == scheme).Select(NodeAddress.Of)];
    }
}
