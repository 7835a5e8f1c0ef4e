namespace AlternatorHandler;

/// <summary>Whether a scope has nodes, and if not, why.</summary>
public enum ScopeCheckStatus
{
    /// <summary>The scope has live nodes.</summary>
    Found,

    /// <summary>No datacenter of this name has live nodes.</summary>
    UnknownDatacenter,

    /// <summary>The datacenter has live nodes, but none in a rack of this name.</summary>
    UnknownRack,

    /// <summary>The nodes are too old to tell datacenters and racks apart: they list all of theirs, whatever they are asked for.</summary>
    NotSupportedByServer,

    /// <summary>No node answered.</summary>
    Unreachable,
}
