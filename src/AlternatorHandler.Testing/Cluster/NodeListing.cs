namespace AlternatorHandler.Testing.Cluster;

/// <summary>Answers <c>/localnodes</c> from the point of view of one node.</summary>
internal sealed class NodeListing(ClusterState cluster, AlternatorTestNode contact, int seed)
{
    private readonly Lock _lock = new();
    private readonly Random _random = new(seed);

    /// <summary>Returns the nodes of a datacenter, the contacted node's if none is given, and of a rack in it.</summary>
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
