using AlternatorHandler.Nodes;
using AlternatorHandler.Options;


namespace AlternatorHandler.Discovery;

/// <summary>Moves requests to the scopes that configuration names now. Those that were serve until one of the new ones has a usable node.</summary>
/// <remarks>It is for the rounds of discovery, which come one after the other: a round counts on the tiers that it began with.</remarks>
internal sealed class ScopeChange(LiveOptions options, NodeTable nodes, TierLists lists)
{
    private IList<RoutingScope> _begun = options.Current.Scopes;

    /// <summary>Gets a value indicating whether scopes that configuration does not name any more are still there.</summary>
    public bool IsUnderWay => !ReferenceEquals(_begun, options.Current.Scopes) || nodes.Scopes.Count > Wanted(_begun).Length;

    /// <summary>Asks for the new scopes from this round on. The others stay behind them.</summary>
    public void Begin()
    {
        var scopes = options.Current.Scopes;
        if (!ReferenceEquals(_begun, scopes))
        {
            var wanted = Wanted(scopes);
            lists.ReplaceScopes([.. wanted, .. nodes.Scopes.Where(scope => !Array.Exists(wanted, scope.IsSamePart))]);
            _begun = scopes;
        }
    }

    /// <summary>Drops the scopes that were, if those that are can serve.</summary>
    public void End()
    {
        var wanted = Wanted(_begun);
        if (nodes.Scopes.Count > wanted.Length && nodes.Current.Tiers.Take(wanted.Length).Any(tier => tier.Usable.Length > 0))
        {
            lists.ReplaceScopes(wanted);
        }
    }

    private static RoutingScope[] Wanted(IList<RoutingScope> scopes) => [.. scopes.DefaultIfEmpty(new RoutingScope())];
}
