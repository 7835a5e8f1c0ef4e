using Microsoft.Extensions.Logging;

namespace AlternatorHandler;

/// <summary>Defines the log events of the cluster and its options.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 50, EventName = "AnyCertificateAccepted", Level = LogLevel.Warning, Message = "Cluster '{Cluster}' accepts any certificate (Tls:DangerousAcceptAnyServerCertificate): an attacker on the network can read and change everything. Trust the certificate authority of the nodes instead (Tls:CaFile).")]
    public static partial void AnyCertificateAccepted(ILogger logger, string cluster);

    [LoggerMessage(EventId = 70, EventName = "OptionsChanged", Level = LogLevel.Information, Message = "Options of cluster '{Cluster}' changed: {Names}.")]
    public static partial void OptionsChanged(ILogger logger, string cluster, OptionNames names);

    [LoggerMessage(EventId = 71, EventName = "ChangeNeedsRestart", Level = LogLevel.Warning, Message = "These options of cluster '{Cluster}' take effect only after a restart: {Names}. The values from the start remain in effect.")]
    public static partial void ChangeNeedsRestart(ILogger logger, string cluster, string names);

    [LoggerMessage(EventId = 72, EventName = "ChangeIgnored", Level = LogLevel.Error, Message = "Invalid configuration change for cluster '{Cluster}' ignored; the previous options remain in effect. {Errors}")]
    public static partial void ChangeIgnored(ILogger logger, string cluster, string errors);
}

/// <summary>Formats option names, only when the log message is written.</summary>
internal readonly struct OptionNames(IEnumerable<string> names)
{
    public override string ToString() => string.Join(", ", names);
}
