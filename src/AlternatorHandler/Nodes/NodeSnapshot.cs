namespace AlternatorHandler.Nodes;

/// <summary>Represents the nodes at one moment. It is replaced, never changed: a request that reads it once observes a consistent cluster.</summary>
internal sealed class NodeSnapshot
{
    public NodeSnapshot(Tier[] tiers, AlternatorNode[] seeds, bool isStrict)
    {
        Tiers = tiers;
        Seeds = seeds;
        IsStrict = isStrict;
        All = tiers.Length == 1 ? tiers[0].All : [.. tiers.SelectMany(tier => tier.All).Distinct().OrderBy(node => node.SortKey, StringComparer.Ordinal)];

        // The first tier that can carry the load, or else the first one with a usable node.
        Serving = Math.Max(0, Array.FindIndex(tiers, tier => tier.IsThickEnough) is var sufficient and >= 0 ? sufficient : Array.FindIndex(tiers, tier => tier.Usable.Length > 0));
        Usable = tiers[Serving].Usable;
        FirstKeyTier = Math.Max(0, Array.FindIndex(tiers, tier => tier.Scope is { Datacenter: not null, Rack: null }));
    }

    /// <summary>Gets the tiers, at least one, in order of preference.</summary>
    public Tier[] Tiers { get; }

    /// <summary>Gets the index of the tier that requests are sent to.</summary>
    public int Serving { get; }

    /// <summary>Gets the index of the first tier whose nodes are candidates for partition keys: a whole datacenter if one is configured, so that clients in all its racks choose the same node.</summary>
    public int FirstKeyTier { get; }

    /// <summary>Gets the nodes of the serving tier that are not down.</summary>
    public AlternatorNode[] Usable { get; }

    /// <summary>Gets the nodes of all tiers, or the seeds before the first discovery, in the order of <see cref="AlternatorNode.SortKey"/>.</summary>
    public AlternatorNode[] All { get; }

    /// <summary>Gets the seeds, whether or not the cluster lists them.</summary>
    public AlternatorNode[] Seeds { get; }

    /// <summary>Gets a value indicating whether no tier is the whole cluster. In that case nodes outside the tiers never receive requests.</summary>
    public bool IsStrict { get; }

    public IReadOnlyList<AlternatorNodeStatus> GetNodeStatus() => Array.ConvertAll(All, static node => node.GetStatus());

    public IReadOnlyList<AlternatorTierStatus> GetTierStatus() => Array.ConvertAll(Tiers, tier => new AlternatorTierStatus
    {
        Datacenter = tier.Scope.Datacenter,
        Rack = tier.Scope.Rack,
        IsServing = tier == Tiers[Serving] && tier.Usable.Length > 0,
        UsableNodes = tier.Usable.Length,
        Nodes = tier.All.Length,
        Addresses = Array.ConvertAll(tier.All, static node => node.Address),
    });
}

/// <summary>Represents the nodes of one scope at one moment.</summary>
/// <param name="Scope">The scope.</param>
/// <param name="All">Its nodes, in the order of <see cref="AlternatorNode.SortKey"/>.</param>
/// <param name="Usable">The nodes that are not down.</param>
internal sealed record Tier(RoutingScope Scope, AlternatorNode[] All, AlternatorNode[] Usable)
{
    /// <summary>Gets a value indicating whether the tier has the usable nodes that its scope requires to serve.</summary>
    public bool IsThickEnough => Usable.Length >= Scope.MinUsableNodes && Usable.Length >= Scope.MinUsableShare * All.Length;
}
