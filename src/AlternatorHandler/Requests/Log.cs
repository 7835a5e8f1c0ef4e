using Microsoft.Extensions.Logging;

namespace AlternatorHandler.Requests;

/// <summary>Defines the log events of requests.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 20, EventName = "AttemptFailed", Level = LogLevel.Debug, Message = "Attempt {Attempt} of {Operation} on {Node} failed: {Reason}.")]
    public static partial void AttemptFailed(ILogger logger, int attempt, string? operation, string node, string reason);

    [LoggerMessage(EventId = 21, EventName = "SdkAlsoRetries", Level = LogLevel.Warning, Message = "The AWS SDK client of cluster '{Cluster}' retries as well (amz-sdk-request: {Value}), which multiplies the attempts. Set MaxErrorRetry and MaxStaleConnectionRetries to 0.")]
    public static partial void SdkAlsoRetries(ILogger logger, string cluster, string value);
}
