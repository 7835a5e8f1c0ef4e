using Microsoft.Extensions.Logging;

namespace AlternatorHandler.Health.SlowNodes;

/// <summary>Defines the log events of slow node detection.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 15, EventName = "NodeDemoted", Level = LogLevel.Information, Message = "Node {Address} is demoted to one trial request per second: {Reason}.")]
    public static partial void NodeDemoted(ILogger logger, Uri address, string reason);

    [LoggerMessage(EventId = 16, EventName = "NodeNoLongerDemoted", Level = LogLevel.Information, Message = "Node {Address} performs like its peers again and has its full weight.")]
    public static partial void NodeNoLongerDemoted(ILogger logger, Uri address);
}
