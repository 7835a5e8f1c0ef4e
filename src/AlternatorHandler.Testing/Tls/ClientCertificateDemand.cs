namespace AlternatorHandler.Testing;

/// <summary>Whether nodes ask for a client certificate: ScyllaDB's <c>require_client_auth</c>.</summary>
public enum ClientCertificateDemand
{
    /// <summary>Clients are not asked for a certificate.</summary>
    None,

    /// <summary>A client may have a certificate. One that does not verify fails the handshake.</summary>
    Optional,

    /// <summary>Without a certificate that verifies the handshake fails, whatever the request would have been.</summary>
    /// <remarks>A real node then sends an alert that says so. .NET can't: the client sees the connection end, with TLS 1.3 in place of a response.</remarks>
    Required,
}
