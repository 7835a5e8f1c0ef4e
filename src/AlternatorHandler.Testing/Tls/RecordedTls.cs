using System.Security.Authentication;

namespace AlternatorHandler.Testing;

/// <summary>Represents the TLS connection of a request as the node saw it.</summary>
public sealed record RecordedTls
{
    /// <summary>Gets the server name that the client requested (SNI), or <see langword="null"/> if it sent none, as clients that connect to an IP address do.</summary>
    public string? ServerName { get; init; }

    /// <summary>Gets the subject of the client certificate, or <see langword="null"/> if the client presented none.</summary>
    public string? ClientSubject { get; init; }

    /// <summary>Gets the version of TLS.</summary>
    public required SslProtocols Protocol { get; init; }

    /// <summary>Gets a value indicating whether the handshake resumed an earlier session.</summary>
    public bool IsResumed { get; init; }
}
