namespace AlternatorHandler.Testing.Cluster;

/// <summary>Determines the nodes that a node lists in its response to <c>/localnodes</c>.</summary>
internal sealed class NodeListing(ClusterState cluster, AlternatorTestNode contact, int seed)
{
    private readonly Lock _lock = new();
    private readonly Random _random = new(seed);

    /// <summary>Returns the nodes of a datacenter, by default that of the contacted node, and optionally of one of its racks.</summary>
    public string[] List(string? datacenter, string? rack)
    {
        var options = cluster.Options;
        if (options.IgnoreDatacenterAndRack)
        {
            (datacenter, rack) = (null, null);
        }

        datacenter ??= contact.Datacenter;
        var listed = GetKnownNodes()
            .Where(node => node.Datacenter == datacenter && (rack is null || node.Rack == rack))
            .Select(node => node.ListedAs ?? node.Host)
            .ToArray();
        if (options.ListDuplicates)
        {
            listed = [.. listed, .. listed];
        }

        lock (_lock)
        {
            _random.Shuffle(listed);
        }

        return listed;
    }

    private IEnumerable<AlternatorTestNode> GetKnownNodes() => contact.ListsOnlyItself ? [contact] : cluster.Members.Where(node => node.IsListed);
}
