using Microsoft.Extensions.Logging;

namespace AlternatorHandler.Wire.Signing;

/// <summary>Defines the log events of request signing.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 40, EventName = "ClockOffsetLearned", Level = LogLevel.Warning, Message = "{Node} rejected a signature because of its time: the clock of the node differs from this machine's by {Offset}. Requests are signed with the node's time from now on. Check the time synchronization of both machines.")]
    public static partial void ClockOffsetLearned(ILogger logger, Uri? node, TimeSpan offset);
}
