using Microsoft.Extensions.Logging;

namespace AlternatorHandler.Affinity;

/// <summary>Defines the log events of key affinity.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 25, EventName = "PartitionKeyNotLearned", Level = LogLevel.Warning, Message = "The partition key of table {Table} could not be read: {Failure}. Key affinity does not apply to its writes. Next attempt in {Pause}. To configure the key instead, set KeyAffinity:PartitionKeys.")]
    public static partial void PartitionKeyNotLearned(ILogger logger, string table, string failure, TimeSpan pause);
}
