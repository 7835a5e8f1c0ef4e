using Microsoft.Extensions.Logging;

namespace AlternatorHandler.Routing;

/// <summary>Defines the log events of routing.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 13, EventName = "Panic", Level = LogLevel.Warning, Message = "Cluster '{Cluster}' has no usable node. Requests are sent to nodes that are down.")]
    public static partial void Panic(ILogger logger, string cluster);

    [LoggerMessage(EventId = 14, EventName = "PanicEnded", Level = LogLevel.Information, Message = "Cluster '{Cluster}' has usable nodes again.")]
    public static partial void PanicEnded(ILogger logger, string cluster);
}
