namespace AlternatorHandler.Nodes;

/// <summary>The nodes at one moment. Replaced, never changed: a request that reads it once sees one consistent cluster.</summary>
internal sealed class NodeSnapshot(AlternatorNode[] all, AlternatorNode[] usable, AlternatorNode[] seeds)
{
    /// <summary>Gets the nodes that the cluster lists, or the seeds while nothing is known, in the order of their names.</summary>
    public AlternatorNode[] All { get; } = all;

    /// <summary>Gets those of <see cref="All"/> that are not down.</summary>
    public AlternatorNode[] Usable { get; } = usable;

    /// <summary>Gets the seeds, whether or not the cluster lists them.</summary>
    public AlternatorNode[] Seeds { get; } = seeds;
}
