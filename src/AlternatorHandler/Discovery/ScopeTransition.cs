using AlternatorHandler.Nodes;
using AlternatorHandler.Options;

namespace AlternatorHandler.Discovery;

/// <summary>Moves requests to the scopes of a changed configuration. The previous scopes continue to serve until one of the new ones has a usable node.</summary>
/// <remarks>The refreshes of discovery, which run one at a time, call it: the tiers do not change during a refresh.</remarks>
internal sealed class ScopeTransition(LiveOptions options, NodeTable nodes, TierMembership lists)
{
    private IList<AlternatorRoutingScope> _startedScopes = options.Current.Scopes;

    /// <summary>Gets a value indicating whether there are tiers of scopes that are no longer configured.</summary>
    public bool IsInProgress => !ReferenceEquals(_startedScopes, options.Current.Scopes) || nodes.Scopes.Count > GetTierScopes(_startedScopes).Length;

    /// <summary>Adds tiers for the configured scopes from this refresh on. The previous tiers follow them.</summary>
    public void Start()
    {
        var scopes = options.Current.Scopes;
        if (!ReferenceEquals(_startedScopes, scopes))
        {
            var tierScopes = GetTierScopes(scopes);
            lists.ReplaceScopes([.. tierScopes, .. nodes.Scopes.Where(scope => !Array.Exists(tierScopes, scope.IsSamePart))]);
            _startedScopes = scopes;
        }
    }

    /// <summary>Removes the tiers of scopes that are no longer configured if one of the configured scopes can serve.</summary>
    public void Complete()
    {
        var tierScopes = GetTierScopes(_startedScopes);
        if (nodes.Scopes.Count > tierScopes.Length && nodes.Current.Tiers.Take(tierScopes.Length).Any(tier => tier.Usable.Length > 0))
        {
            lists.ReplaceScopes(tierScopes);
        }
    }

    // Without configured scopes there is one tier, the whole cluster.
    private static AlternatorRoutingScope[] GetTierScopes(IList<AlternatorRoutingScope> scopes) => [.. scopes.DefaultIfEmpty(new AlternatorRoutingScope())];
}
