using AlternatorHandler.Nodes;

namespace AlternatorHandler.Discovery;

/// <summary>Finds out, for a person who set up scopes, whether they are right.</summary>
internal sealed class ScopeChecker(NodeTable nodes, NodeDiscovery discovery)
{
    // A name that no datacenter has: a node that lists nodes for it does not look at names at all.
    private const string NoDatacenter = "no-such-datacenter-9f1c";

    public async Task<ScopeCheckResult> CheckAsync(CancellationToken cancellationToken) =>
        new(await Task.WhenAll(nodes.Scopes.Select(scope => CheckAsync(scope, cancellationToken))).ConfigureAwait(false));

    private async Task<ScopeCheck> CheckAsync(RoutingScope scope, CancellationToken cancellationToken)
    {
        var found = await AskAllAsync(scope, cancellationToken).ConfigureAwait(false);
        if (found is null)
        {
            return new ScopeCheck(scope, ScopeCheckStatus.Unreachable, []);
        }

        if (found.Count > 0)
        {
            var isFiltered = scope.Datacenter is null || await AskAllAsync(new RoutingScope(NoDatacenter), cancellationToken).ConfigureAwait(false) is { Count: 0 };
            return new ScopeCheck(scope, isFiltered ? ScopeCheckStatus.Found : ScopeCheckStatus.NotSupportedByServer, found);
        }

        var isKnownDatacenter = scope is { Rack: not null, Datacenter: { } datacenter }
            && await AskAllAsync(new RoutingScope(datacenter), cancellationToken).ConfigureAwait(false) is { Count: > 0 };
        return new ScopeCheck(scope, isKnownDatacenter ? ScopeCheckStatus.UnknownRack : ScopeCheckStatus.UnknownDatacenter, []);
    }

    /// <returns>The nodes that any node lists, or <see langword="null"/> if none answered.</returns>
    private async Task<IReadOnlyList<Uri>?> AskAllAsync(RoutingScope scope, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(discovery.Targets().Select(node => discovery.AskAsync(node, ScopeQuery.Of(scope), cancellationToken))).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return answers.Any(answer => answer.IsValid) ? [.. answers.SelectMany(answer => answer.Nodes).Distinct()] : null;
    }
}
