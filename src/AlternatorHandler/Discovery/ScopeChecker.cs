using AlternatorHandler.Nodes;

namespace AlternatorHandler.Discovery;

/// <summary>Checks whether the configured scopes have nodes, for the user who configured them.</summary>
internal sealed class ScopeChecker(NodeTable nodes, NodeDiscovery discovery)
{
    // A name that no datacenter has. A node that lists nodes for it does not filter by datacenter.
    private const string NonexistentDatacenter = "no-such-datacenter-9f1c";

    public async Task<AlternatorScopeCheckResult> CheckAsync(CancellationToken cancellationToken) =>
        new() { Scopes = await Task.WhenAll(nodes.Scopes.Select(scope => CheckAsync(scope, cancellationToken))).ConfigureAwait(false) };

    private async Task<AlternatorScopeCheck> CheckAsync(AlternatorRoutingScope scope, CancellationToken cancellationToken)
    {
        var found = await QueryAllAsync(scope, cancellationToken).ConfigureAwait(false);
        if (found is null)
        {
            return new AlternatorScopeCheck { Scope = scope, Status = AlternatorScopeCheckStatus.Unreachable };
        }

        if (found.Count > 0)
        {
            var isFiltered = scope.Datacenter is null || await QueryAllAsync(new AlternatorRoutingScope(NonexistentDatacenter), cancellationToken).ConfigureAwait(false) is { Count: 0 };
            return new AlternatorScopeCheck { Scope = scope, Status = isFiltered ? AlternatorScopeCheckStatus.Found : AlternatorScopeCheckStatus.NotSupportedByServer, Nodes = found };
        }

        var isKnownDatacenter = scope is { Rack: not null, Datacenter: { } datacenter }
            && await QueryAllAsync(new AlternatorRoutingScope(datacenter), cancellationToken).ConfigureAwait(false) is { Count: > 0 };
        return new AlternatorScopeCheck { Scope = scope, Status = isKnownDatacenter ? AlternatorScopeCheckStatus.UnknownRack : AlternatorScopeCheckStatus.UnknownDatacenter };
    }

    /// <returns>The nodes that any node lists, or <see langword="null"/> if none responded.</returns>
    private async Task<IReadOnlyList<Uri>?> QueryAllAsync(AlternatorRoutingScope scope, CancellationToken cancellationToken)
    {
        var responses = await Task.WhenAll(discovery.GetTargets().Select(node => discovery.QueryAsync(node, ScopeQuery.Create(scope), cancellationToken))).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return responses.Any(response => response.IsValid) ? [.. responses.SelectMany(response => response.Nodes).Distinct()] : null;
    }
}
