using Microsoft.Extensions.Logging;

namespace AlternatorHandler.Telemetry;

/// <summary>All log messages, with their event ids.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 1, EventName = "NodesChanged", Level = LogLevel.Information, Message = "Cluster '{Cluster}' has {Count} nodes: {Added} added, {Removed} removed.")]
    public static partial void NodesChanged(ILogger logger, string cluster, int count, NodeNames added, NodeNames removed);

    [LoggerMessage(EventId = 2, EventName = "DiscoveryFailed", Level = LogLevel.Warning, Message = "No node of cluster '{Cluster}' told its peers: {Failures}. Going on with {Count} known nodes.")]
    public static partial void DiscoveryFailed(ILogger logger, string cluster, string failures, int count);

    [LoggerMessage(EventId = 3, EventName = "EntrySkipped", Level = LogLevel.Warning, Message = "{Node} lists {Skipped} entries that are skipped, such as '{Example}': they are no addresses of nodes, or more than Discovery:MaxNodes.")]
    public static partial void EntrySkipped(ILogger logger, string node, int skipped, string example);

    [LoggerMessage(EventId = 4, EventName = "ShrunkListDoubted", Level = LogLevel.Warning, Message = "Only {Node} says that cluster '{Cluster}' lost {Lost} of its nodes: keeping them until a second node says so.")]
    public static partial void ShrunkListDoubted(ILogger logger, string node, string cluster, int lost);

    [LoggerMessage(EventId = 5, EventName = "NameNotResolved", Level = LogLevel.Warning, Message = "The seed name {Name} does not resolve: {Failure}. Going on with what it resolved to before.")]
    public static partial void NameNotResolved(ILogger logger, string name, string failure);

    [LoggerMessage(EventId = 6, EventName = "AddressNotMapped", Level = LogLevel.Warning, Message = "MapAddress gives no usable address for {Address}: {Failure}. The node is skipped.")]
    public static partial void AddressNotMapped(ILogger logger, Uri address, string failure);

    [LoggerMessage(EventId = 10, EventName = "NodeUp", Level = LogLevel.Information, Message = "Node {Address} is up.")]
    public static partial void NodeUp(ILogger logger, Uri address);

    [LoggerMessage(EventId = 11, EventName = "NodeInProbation", Level = LogLevel.Information, Message = "Node {Address} answers: its share grows to the whole within {Period}.")]
    public static partial void NodeInProbation(ILogger logger, Uri address, TimeSpan period);

    [LoggerMessage(EventId = 12, EventName = "NodeDown", Level = LogLevel.Information, Message = "Node {Address} is down: {Reason}. Probing it from {Delay} on.")]
    public static partial void NodeDown(ILogger logger, Uri address, string reason, TimeSpan delay);

    [LoggerMessage(EventId = 13, EventName = "Panic", Level = LogLevel.Warning, Message = "Cluster '{Cluster}' has no usable node: requests go to nodes that are down.")]
    public static partial void Panic(ILogger logger, string cluster);

    [LoggerMessage(EventId = 14, EventName = "PanicEnded", Level = LogLevel.Information, Message = "Cluster '{Cluster}' has usable nodes again.")]
    public static partial void PanicEnded(ILogger logger, string cluster);

    [LoggerMessage(EventId = 15, EventName = "NodeDemoted", Level = LogLevel.Information, Message = "Node {Address} gets one request a second, to see when it recovers: {Reason}.")]
    public static partial void NodeDemoted(ILogger logger, Uri address, string reason);

    [LoggerMessage(EventId = 16, EventName = "NodeNoLongerDemoted", Level = LogLevel.Information, Message = "Node {Address} is like its peers again and gets its full share.")]
    public static partial void NodeNoLongerDemoted(ILogger logger, Uri address);

    [LoggerMessage(EventId = 25, EventName = "PartitionKeyNotLearned", Level = LogLevel.Warning, Message = "The partition key of table {Table} can't be learned: {Failure}. Its writes are tied to no node; asking again in {Rest}. KeyAffinity:PartitionKeys can name it.")]
    public static partial void PartitionKeyNotLearned(ILogger logger, string table, string failure, TimeSpan rest);

    [LoggerMessage(EventId = 20, EventName = "AttemptFailed", Level = LogLevel.Debug, Message = "Attempt {Attempt} of {Operation} on {Node} failed: {Reason}.")]
    public static partial void AttemptFailed(ILogger logger, int attempt, string? operation, string node, string reason);

    [LoggerMessage(EventId = 21, EventName = "RetriedTwice", Level = LogLevel.Warning, Message = "The AWS SDK client over cluster '{Cluster}' retries as well (amz-sdk-request: {Value}): set MaxErrorRetry and MaxStaleConnectionRetries to 0, or the attempts multiply.")]
    public static partial void RetriedTwice(ILogger logger, string cluster, string value);

    [LoggerMessage(EventId = 40, EventName = "ClockOffsetLearned", Level = LogLevel.Warning, Message = "{Node} refused a signature for its time: its clock is {Offset} from this machine's. Requests are signed with the node's time from now on. Check the time service of both.")]
    public static partial void ClockOffsetLearned(ILogger logger, Uri? node, TimeSpan offset);

    [LoggerMessage(EventId = 50, EventName = "AnyCertificateAccepted", Level = LogLevel.Warning, Message = "Cluster '{Cluster}' accepts any certificate (Tls:DangerousAcceptAnyServerCertificate): whoever is on the way can read and change everything. Trust the nodes' authority instead (Tls:CaFile).")]
    public static partial void AnyCertificateAccepted(ILogger logger, string cluster);

    [LoggerMessage(EventId = 60, EventName = "SignedBodyNotCompressed", Level = LogLevel.Warning, Message = "Requests to cluster '{Cluster}' come signed ({Operation} was the first): their bodies are sent uncompressed, because the signature covers them. Give AlternatorOptions.Credentials to the handler, and none to the SDK.")]
    public static partial void SignedBodyNotCompressed(ILogger logger, string cluster, string? operation);

    [LoggerMessage(EventId = 70, EventName = "OptionsChanged", Level = LogLevel.Information, Message = "Options of cluster '{Cluster}' changed: {Names}.")]
    public static partial void OptionsChanged(ILogger logger, string cluster, OptionNames names);

    [LoggerMessage(EventId = 71, EventName = "ChangeNeedsRestart", Level = LogLevel.Warning, Message = "Options of cluster '{Cluster}' that hold only after a restart changed: {Names}. Going on with those of the start.")]
    public static partial void ChangeNeedsRestart(ILogger logger, string cluster, string names);

    [LoggerMessage(EventId = 72, EventName = "ChangeIgnored", Level = LogLevel.Error, Message = "A change of the options of cluster '{Cluster}' is ignored, and those that held go on: {Errors}")]
    public static partial void ChangeIgnored(ILogger logger, string cluster, string errors);

    [LoggerMessage(EventId = 22, EventName = "BreakerCallbackFailed", Level = LogLevel.Error, Message = "A circuit breaker callback of the application failed.")]
    public static partial void BreakerCallbackFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 30, EventName = "LoopFailed", Level = LogLevel.Error, Message = "The {Loop} loop of cluster '{Cluster}' failed. It starts again in a second.")]
    public static partial void LoopFailed(ILogger logger, string loop, string cluster, Exception exception);
}
