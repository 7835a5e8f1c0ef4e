using AlternatorHandler.Nodes;

namespace AlternatorHandler.Discovery;

/// <summary>Checks whether the configured scopes have nodes, for the user who configured them.</summary>
internal sealed class ScopeChecker(NodeTable nodes, NodeDiscovery discovery)
{
    // A name that no datacenter has. A node that lists nodes for it does not filter by datacenter.
    private const string NonexistentDatacenter = "no-such-datacenter-9f1c";

    public async Task<ScopeCheckResult> CheckAsync(CancellationToken cancellationToken) =>
        new(await Task.WhenAll(nodes.Scopes.Select(scope => CheckAsync(scope, cancellationToken))).ConfigureAwait(false));

    private async Task<ScopeCheck> CheckAsync(RoutingScope scope, CancellationToken cancellationToken)
    {
        var found = await QueryAllAsync(scope, cancellationToken).ConfigureAwait(false);
        if (found is null)
        {
            return new ScopeCheck(scope, ScopeCheckStatus.Unreachable, []);
        }

        if (found.Count > 0)
        {
            var isFiltered = scope.Datacenter is null || await QueryAllAsync(new RoutingScope(NonexistentDatacenter), cancellationToken).ConfigureAwait(false) is { Count: 0 };
            return new ScopeCheck(scope, isFiltered ? ScopeCheckStatus.Found : ScopeCheckStatus.NotSupportedByServer, found);
        }

        var isKnownDatacenter = scope is { Rack: not null, Datacenter: { } datacenter }
            && await QueryAllAsync(new RoutingScope(datacenter), cancellationToken).ConfigureAwait(false) is { Count: > 0 };
        return new ScopeCheck(scope, isKnownDatacenter ? ScopeCheckStatus.UnknownRack : ScopeCheckStatus.UnknownDatacenter, []);
    }

    /// <returns>The nodes that any node lists, or <see langword="null"/> if none responded.</returns>
    private async Task<IReadOnlyList<Uri>?> QueryAllAsync(RoutingScope scope, CancellationToken cancellationToken)
    {
        var responses = await Task.WhenAll(discovery.Targets().Select(node => discovery.AskAsync(node, ScopeQuery.Of(scope), cancellationToken))).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return responses.Any(response => response.IsValid) ? [.. responses.SelectMany(response => response.Nodes).Distinct()] : null;
    }
}
