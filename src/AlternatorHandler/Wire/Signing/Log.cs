using Microsoft.Extensions.Logging;

namespace AlternatorHandler.Wire.Signing;

internal static partial class Log
{
    [LoggerMessage(
        EventId = 60,
        EventName = "ClockOffsetLearned",
        Level = LogLevel.Warning,
        Message = "{Node} refused a signature for its time: its clock is {Offset} from this machine's. Requests are signed with the node's time from now on. Check the time service of both.")]
    public static partial void ClockOffsetLearned(ILogger logger, Uri? node, TimeSpan offset);
}
