using System.Security.Authentication;

namespace AlternatorHandler.Testing;

/// <summary>What a node saw of the TLS connection that a request came on.</summary>
/// <param name="ServerName">The name that the client asked for (SNI), or <see langword="null"/> if it asked for none, as clients do that connect to an IP address.</param>
/// <param name="ClientSubject">The subject of the client's certificate, or <see langword="null"/> if it presented none.</param>
/// <param name="Protocol">The version of TLS.</param>
/// <param name="IsResumed">Whether the handshake took up an earlier session.</param>
public sealed record RecordedTls(string? ServerName, string? ClientSubject, SslProtocols Protocol, bool IsResumed);
