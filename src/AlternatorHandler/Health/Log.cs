using Microsoft.Extensions.Logging;

namespace AlternatorHandler.Health;

/// <summary>Defines the log events of node health.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 10, EventName = "NodeUp", Level = LogLevel.Information, Message = "Node {Address} is up.")]
    public static partial void NodeUp(ILogger logger, Uri address);

    [LoggerMessage(EventId = 11, EventName = "NodeInProbation", Level = LogLevel.Information, Message = "Node {Address} responds again. Its weight grows to the full weight within {Period}.")]
    public static partial void NodeInProbation(ILogger logger, Uri address, TimeSpan period);

    [LoggerMessage(EventId = 12, EventName = "NodeDown", Level = LogLevel.Information, Message = "Node {Address} is down: {Reason}. Next probe in {Delay}.")]
    public static partial void NodeDown(ILogger logger, Uri address, string reason, TimeSpan delay);

    [LoggerMessage(EventId = 22, EventName = "BreakerCallbackFailed", Level = LogLevel.Error, Message = "A circuit breaker callback of the application failed.")]
    public static partial void BreakerCallbackFailed(ILogger logger, Exception exception);
}
