namespace AlternatorHandler.Nodes;

/// <summary>Holds the node objects and publishes snapshots of them. A node keeps its object, and so its counters and health, for as long as it is listed.</summary>
internal sealed class NodeTable
{
    private readonly Func<Uri, AlternatorNode> _create;
    private readonly AlternatorNode[] _seeds;
    private AlternatorNode[]? _listed;
    private NodeSnapshot _current;

    public NodeTable(IEnumerable<Uri> seeds, Func<Uri, AlternatorNode> create)
    {
        _create = create;
        _seeds = [.. seeds.Select(NodeAddress.Of).Distinct().Select(create)];
        _current = new NodeSnapshot(_seeds, [], _seeds);
    }

    /// <summary>Gets the lock under which nodes change their state and the list changes. Requests never take it unless a node's state changes.</summary>
    public Lock Lock { get; } = new();

    public NodeSnapshot Current => Volatile.Read(ref _current);

    /// <summary>Gets a value indicating whether the cluster ever told its nodes.</summary>
    public bool IsKnown => Volatile.Read(ref _listed) is not null;

    /// <summary>Makes <paramref name="addresses"/> the list of nodes.</summary>
    /// <param name="addresses">The addresses of all nodes.</param>
    /// <param name="prepare">Called for each node that was not listed before, ahead of the first snapshot that shows it.</param>
    /// <returns>The nodes that were not listed before, and those that no longer are.</returns>
    public (IReadOnlyList<AlternatorNode> Added, IReadOnlyList<AlternatorNode> Removed) Replace(IEnumerable<Uri> addresses, Action<AlternatorNode> prepare)
    {
        lock (Lock)
        {
            var before = _listed ?? [];
            var known = _seeds.Concat(before).DistinctBy(node => node.Address).ToDictionary(node => node.Address);
            AlternatorNode[] listed =
            [
                .. addresses
                    .Distinct()
                    .Select(address => known.TryGetValue(address, out var node) ? node : _create(address))
                    .OrderBy(node => node.Name, StringComparer.Ordinal),
            ];

            AlternatorNode[] added = [.. listed.Except(before)];
            foreach (var node in added)
            {
                prepare(node);
            }

            _listed = listed;
            Publish();
            return (added, [.. before.Except(listed)]);
        }
    }

    /// <summary>Publishes a new snapshot after the state of nodes changed.</summary>
    public void Publish()
    {
        lock (Lock)
        {
            var all = _listed ?? _seeds;
            var usable = Array.FindAll(all, static node => node.State != AlternatorNodeState.Down);
            Volatile.Write(ref _current, new NodeSnapshot(all, usable, _seeds));
        }
    }
}
