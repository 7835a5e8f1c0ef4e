namespace AlternatorHandler.Nodes;

/// <summary>Holds the node objects and publishes snapshots of them. A node keeps its object, and so its counters and health, for as long as it is listed.</summary>
internal sealed class NodeTable
{
    private readonly Func<Uri, AlternatorNode> _create;
    private RoutingScope[] _scopes;
    private AlternatorNode[]?[] _listed;
    private AlternatorNode[] _seeds;
    private NodeSnapshot _current;

    /// <param name="seeds">The addresses of the seeds.</param>
    /// <param name="scopes">The scopes in order of preference. None is the whole cluster.</param>
    /// <param name="create">Makes the object of a node.</param>
    public NodeTable(IEnumerable<Uri> seeds, IEnumerable<RoutingScope> scopes, Func<Uri, AlternatorNode> create)
    {
        _create = create;
        _scopes = [.. scopes.DefaultIfEmpty(new RoutingScope())];
        _listed = new AlternatorNode[_scopes.Length][];
        _seeds = [.. seeds.Select(NodeAddress.Of).Distinct().Select(create)];
        _current = Snapshot();
    }

    /// <summary>Gets the lock under which nodes change their state and the list changes. Requests never take it unless a node's state changes.</summary>
    public Lock Lock { get; } = new();

    public IReadOnlyList<RoutingScope> Scopes => Volatile.Read(ref _scopes);

    public NodeSnapshot Current => Volatile.Read(ref _current);

    /// <summary>Gets a value indicating whether the cluster ever told nodes of any tier.</summary>
    public bool IsKnown => Array.Exists(Volatile.Read(ref _listed), listed => listed is not null);

    /// <summary>Makes <paramref name="addresses"/> the list of a tier's nodes.</summary>
    /// <param name="tier">The index of the tier.</param>
    /// <param name="addresses">The addresses of all its nodes, as the cluster lists them.</param>
    /// <param name="prepare">Called for each node that no tier had before, ahead of the first snapshot that shows it.</param>
    /// <returns>The nodes that no tier had before, and those that no tier has any more.</returns>
    public (IReadOnlyList<AlternatorNode> Added, IReadOnlyList<AlternatorNode> Removed) Replace(int tier, IEnumerable<Uri> addresses, Action<AlternatorNode> prepare)
    {
        lock (Lock)
        {
            var before = ListedAnywhere();
            var known = _seeds.Concat(before).DistinctBy(node => node.ListedAs).ToDictionary(node => node.ListedAs);
            _listed[tier] =
            [
                .. addresses
                    .Distinct()
                    .Select(address => known.TryGetValue(address, out var node) ? node : _create(address))
                    .OrderBy(node => node.SortKey, StringComparer.Ordinal),
            ];

            var after = ListedAnywhere();
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

    /// <summary>Makes <paramref name="addresses"/> the seeds: names resolve to other addresses as time passes.</summary>
    public void ReplaceSeeds(IEnumerable<Uri> addresses)
    {
        lock (Lock)
        {
            var known = _seeds.Concat(ListedAnywhere()).DistinctBy(node => node.ListedAs).ToDictionary(node => node.ListedAs);
            _seeds = [.. addresses.Distinct().Select(address => known.TryGetValue(address, out var node) ? node : _create(address))];
            Publish();
        }
    }

    /// <summary>Makes <paramref name="scopes"/> the tiers. Those that there were before keep their lists, whatever their place.</summary>
    /// <returns>The nodes that no tier has any more.</returns>
    public IReadOnlyList<AlternatorNode> ReplaceScopes(IEnumerable<RoutingScope> scopes)
    {
        lock (Lock)
        {
            var before = ListedAnywhere();
            RoutingScope[] replaced = [.. scopes];
            _listed = Array.ConvertAll(replaced, scope => Array.FindIndex(_scopes, scope.IsSamePart) is >= 0 and var tier ? _listed[tier] : null);
            _scopes = replaced;
            Publish();
            return [.. before.Except(ListedAnywhere())];
        }
    }

    /// <summary>Publishes a new snapshot after the state of nodes changed.</summary>
    public void Publish()
    {
        lock (Lock)
        {
            Volatile.Write(ref _current, Snapshot());
        }
    }

    private AlternatorNode[] ListedAnywhere() => [.. _listed.SelectMany(listed => listed ?? []).Distinct()];

    private NodeSnapshot Snapshot()
    {
        // While nothing is known the seeds are the cluster, unless it would lead out of the scopes: nobody told where the seeds stand.
        var isStrict = Array.TrueForAll(_scopes, scope => scope.Datacenter is not null);
        var unknown = IsKnown || isStrict ? [] : _seeds;
        return new NodeSnapshot(
            [.. _scopes.Select((scope, i) => new Tier(scope, _listed[i] ?? unknown, Array.FindAll(_listed[i] ?? unknown, static node => node.State != AlternatorNodeState.Down)))],
            _seeds,
            isStrict);
    }
}
