using Microsoft.Extensions.Logging;

namespace AlternatorHandler.Wire.Compression;

/// <summary>Defines the log events of compression.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 60, EventName = "SignedBodyNotCompressed", Level = LogLevel.Warning, Message = "Request bodies for cluster '{Cluster}' are sent uncompressed, because the requests are already signed ({Operation} was the first). Set AlternatorOptions.Credentials and use an SDK client without credentials.")]
    public static partial void SignedBodyNotCompressed(ILogger logger, string cluster, string? operation);
}
