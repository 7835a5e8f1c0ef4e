namespace AlternatorHandler;

/// <summary>Specifies whether a scope has nodes and, if not, the reason.</summary>
public enum AlternatorScopeCheckStatus
{
    /// <summary>The scope has live nodes.</summary>
    Found,

    /// <summary>No datacenter of this name has live nodes.</summary>
    UnknownDatacenter,

    /// <summary>The datacenter has live nodes, but none in a rack of this name.</summary>
    UnknownRack,

    /// <summary>The nodes are too old to filter by datacenter and rack: they list all nodes of their own datacenter, whatever the query names.</summary>
    NotSupportedByServer,

    /// <summary>No node responded.</summary>
    Unreachable,
}
