using Microsoft.Extensions.Logging;

namespace AlternatorHandler.Discovery;

/// <summary>Defines the log events of node discovery.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 1, EventName = "NodesChanged", Level = LogLevel.Information, Message = "Cluster '{Cluster}' has {Count} nodes: {Added} added, {Removed} removed.")]
    public static partial void NodesChanged(ILogger logger, string cluster, int count, NodeNames added, NodeNames removed);

    [LoggerMessage(EventId = 2, EventName = "DiscoveryFailed", Level = LogLevel.Warning, Message = "Discovery failed for cluster '{Cluster}': no node returned a node list ({Failures}). Keeping the {Count} known nodes.")]
    public static partial void DiscoveryFailed(ILogger logger, string cluster, string failures, int count);

    [LoggerMessage(EventId = 3, EventName = "EntrySkipped", Level = LogLevel.Warning, Message = "Skipped {Skipped} entries of the node list of {Node}, such as '{Example}': they are not node addresses, or exceed Discovery:MaxNodes.")]
    public static partial void EntrySkipped(ILogger logger, string node, int skipped, string example);

    [LoggerMessage(EventId = 4, EventName = "ShrunkListDoubted", Level = LogLevel.Warning, Message = "The node list of {Node} lacks {Lost} nodes of cluster '{Cluster}', and no other node confirms it. Keeping them until a second node does.")]
    public static partial void ShrunkListDoubted(ILogger logger, string node, string cluster, int lost);

    [LoggerMessage(EventId = 5, EventName = "NameNotResolved", Level = LogLevel.Warning, Message = "The seed name {Name} could not be resolved: {Failure}. Keeping its previous addresses.")]
    public static partial void NameNotResolved(ILogger logger, string name, string failure);

    [LoggerMessage(EventId = 6, EventName = "AddressNotMapped", Level = LogLevel.Warning, Message = "MapAddress returned no usable address for {Address}: {Failure}. The node is skipped.")]
    public static partial void AddressNotMapped(ILogger logger, Uri address, string failure);
}

/// <summary>Formats nodes for a log message, only when the message is written.</summary>
internal readonly struct NodeNames(IReadOnlyList<AlternatorNode> nodes)
{
    public override string ToString() => nodes.Count == 0 ? "none" : string.Join(", ", nodes);
}
