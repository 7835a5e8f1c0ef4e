using Microsoft.Extensions.Logging;

namespace AlternatorHandler.Loops;

/// <summary>Defines the log events of background loops.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 30, EventName = "LoopFailed", Level = LogLevel.Error, Message = "The {Loop} loop of cluster '{Cluster}' failed. It restarts in one second.")]
    public static partial void LoopFailed(ILogger logger, string loop, string cluster, Exception exception);
}
