namespace AlternatorHandler.Nodes;

/// <summary>The nodes of one scope at one moment.</summary>
/// <param name="Scope">The scope.</param>
/// <param name="All">Its nodes, in the order of <see cref="AlternatorNode.SortKey"/>.</param>
/// <param name="Usable">Those that are not down.</param>
internal sealed record Tier(RoutingScope Scope, AlternatorNode[] All, AlternatorNode[] Usable)
{
    /// <summary>Gets a value indicating whether the tier can bear the load.</summary>
    public bool IsThickEnough => Usable.Length >= Scope.MinUsableNodes && Usable.Length >= Scope.MinUsableShare * All.Length;
}
