namespace AlternatorHandler.Nodes;

/// <summary>Holds the node objects and publishes snapshots of them. A node keeps its object, and with it its counters and health, for as long as it is listed.</summary>
internal sealed class NodeTable
{
    private readonly Func<Uri, AlternatorNode> _create;
    private AlternatorRoutingScope[] _scopes;
    private AlternatorNode[]?[] _listed;
    private AlternatorNode[] _seeds;
    private NodeSnapshot _current;

    /// <param name="seeds">The addresses of the seeds.</param>
    /// <param name="scopes">The scopes in order of preference. If there are none, the only tier is the whole cluster.</param>
    /// <param name="create">Creates the object of a node.</param>
    public NodeTable(IEnumerable<Uri> seeds, IEnumerable<AlternatorRoutingScope> scopes, Func<Uri, AlternatorNode> create)
    {
        _create = create;
        _scopes = [.. scopes.DefaultIfEmpty(new AlternatorRoutingScope())];
        _listed = new AlternatorNode[_scopes.Length][];
        _seeds = [.. seeds.Select(NodeAddress.From).Distinct().Select(create)];
        _current = CreateSnapshot();
    }

    /// <summary>Gets the lock under which the states of nodes and the lists change. Requests take it only if the state of a node changes.</summary>
    public Lock Lock { get; } = new();

    public IReadOnlyList<AlternatorRoutingScope> Scopes => Volatile.Read(ref _scopes);

    public NodeSnapshot Current => Volatile.Read(ref _current);

    /// <summary>Gets a value indicating whether discovery has ever returned the nodes of any tier.</summary>
    public bool IsDiscovered => Array.Exists(Volatile.Read(ref _listed), listed => listed is not null);

    /// <summary>Replaces the nodes of a tier.</summary>
    /// <param name="tier">The index of the tier.</param>
    /// <param name="addresses">The addresses of all nodes of the tier, as the cluster lists them.</param>
    /// <param name="prepare">Called for each node that no tier had before, ahead of the first snapshot that contains the node.</param>
    /// <returns>The nodes that no tier had before, and the nodes that no tier has any longer.</returns>
    public (IReadOnlyList<AlternatorNode> Added, IReadOnlyList<AlternatorNode> Removed) Replace(int tier, IEnumerable<Uri> addresses, Action<AlternatorNode> prepare)
    {
        lock (Lock)
        {
            var before = GetListed();
            var known = _seeds.Concat(before).DistinctBy(node => node.ListedAddress).ToDictionary(node => node.ListedAddress);
            _listed[tier] =
            [
                .. addresses
                    .Distinct()
                    .Select(address => known.TryGetValue(address, out var node) ? node : _create(address))
                    .OrderBy(node => node.SortKey, StringComparer.Ordinal),
            ];

            var after = GetListed();
            AlternatorNode[] added = [.. after.Except(before)];
            foreach (var node in added)
            {
                prepare(node);
            }

            foreach (var node in _listed[tier]!)
            {
                node.Datacenter = _scopes[tier].Datacenter ?? node.Datacenter;
                node.Rack = _scopes[tier].Rack ?? node.Rack;
            }

            Publish();
            return (added, [.. before.Except(after)]);
        }
    }

    /// <summary>Replaces the seeds, because their configuration changed or their names resolve to other addresses.</summary>
    public void ReplaceSeeds(IEnumerable<Uri> addresses)
    {
        lock (Lock)
        {
            var known = _seeds.Concat(GetListed()).DistinctBy(node => node.ListedAddress).ToDictionary(node => node.ListedAddress);
            _seeds = [.. addresses.Distinct().Select(address => known.TryGetValue(address, out var node) ? node : _create(address))];
            Publish();
        }
    }

    /// <summary>Replaces the scopes of the tiers. A scope that was present before keeps its nodes, also at a different position.</summary>
    /// <returns>The nodes that no tier has any longer.</returns>
    public IReadOnlyList<AlternatorNode> ReplaceScopes(IEnumerable<AlternatorRoutingScope> scopes)
    {
        lock (Lock)
        {
            var before = GetListed();
            AlternatorRoutingScope[] replaced = [.. scopes];
            _listed = Array.ConvertAll(replaced, scope => Array.FindIndex(_scopes, scope.IsSamePart) is >= 0 and var tier ? _listed[tier] : null);
            _scopes = replaced;
            Publish();
            return [.. before.Except(GetListed())];
        }
    }

    /// <summary>Publishes a new snapshot after nodes have changed their state.</summary>
    public void Publish()
    {
        lock (Lock)
        {
            Volatile.Write(ref _current, CreateSnapshot());
        }
    }

    private AlternatorNode[] GetListed() => [.. _listed.SelectMany(listed => listed ?? []).Distinct()];

    private NodeSnapshot CreateSnapshot()
    {
        // Before the first discovery the seeds are the cluster, unless the scopes are strict: the location of the seeds is not known.
        var isStrict = Array.TrueForAll(_scopes, scope => scope.Datacenter is not null);
        var fallback = IsDiscovered || isStrict ? [] : _seeds;
        return new NodeSnapshot(
            [.. _scopes.Select((scope, tier) => CreateTier(scope, _listed[tier] ?? fallback))],
            _seeds,
            isStrict);
    }

    private static Tier CreateTier(AlternatorRoutingScope scope, AlternatorNode[] all) =>
        new(scope, all, Array.FindAll(all, static node => node.State != AlternatorNodeState.Down));
}

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
        ServingTier = Math.Max(0, Array.FindIndex(tiers, tier => tier.MeetsMinimum) is var sufficient and >= 0 ? sufficient : Array.FindIndex(tiers, tier => tier.Usable.Length > 0));
        Usable = tiers[ServingTier].Usable;
        FirstKeyTier = Math.Max(0, Array.FindIndex(tiers, tier => tier.Scope is { Datacenter: not null, Rack: null }));
    }

    /// <summary>Gets the tiers, at least one, in order of preference.</summary>
    public Tier[] Tiers { get; }

    /// <summary>Gets the index of the tier that requests are sent to.</summary>
    public int ServingTier { get; }

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
        IsServing = tier == Tiers[ServingTier] && tier.Usable.Length > 0,
        UsableNodes = tier.Usable.Length,
        Nodes = tier.All.Length,
        Addresses = Array.ConvertAll(tier.All, static node => node.Address),
    });
}

/// <summary>Represents the nodes of one scope at one moment.</summary>
/// <param name="Scope">The scope.</param>
/// <param name="All">Its nodes, in the order of <see cref="AlternatorNode.SortKey"/>.</param>
/// <param name="Usable">The nodes that are not down.</param>
internal sealed record Tier(AlternatorRoutingScope Scope, AlternatorNode[] All, AlternatorNode[] Usable)
{
    /// <summary>Gets a value indicating whether the tier has the usable nodes that its scope requires to serve.</summary>
    public bool MeetsMinimum => Usable.Length >= Scope.MinUsableNodes && Usable.Length >= Scope.MinUsableShare * All.Length;
}
