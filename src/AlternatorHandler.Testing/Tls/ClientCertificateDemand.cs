namespace AlternatorHandler.Testing;

/// <summary>Specifies whether nodes request a client certificate. It corresponds to <c>require_client_auth</c> of ScyllaDB.</summary>
public enum ClientCertificateDemand
{
    /// <summary>Nodes do not request a certificate.</summary>
    None,

    /// <summary>Nodes request a certificate. The handshake fails if the client presents one that is not valid.</summary>
    Optional,

    /// <summary>Nodes require a certificate. The handshake fails without a valid one.</summary>
    /// <remarks>A real node sends an alert with the reason. .NET does not support that: the connection is closed instead. With TLS 1.3, a client notices that only when it reads the response.</remarks>
    Required,
}
