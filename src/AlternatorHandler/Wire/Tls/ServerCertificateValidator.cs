using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using AlternatorHandler.Outcomes;

namespace AlternatorHandler.Wire.Tls;

/// <summary>Accepts or rejects a node's certificate after .NET has validated it, and reports the reason of a rejection.</summary>
internal sealed class ServerCertificateValidator(AlternatorTlsOptions options, TimeProvider timeProvider)
{
    private readonly Func<Uri, X509Certificate2?, X509Chain?, SslPolicyErrors, bool>? _validator = options.ValidateServerCertificate;

    /// <summary>Validates a certificate; the callback of <see cref="SslClientAuthenticationOptions"/>.</summary>
    /// <exception cref="ServerCertificateException">The certificate is not accepted. The exception carries the reason, which the return value <see langword="false"/> would lose.</exception>
    public bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (options.DangerousAcceptAnyServerCertificate)
        {
            return true;
        }

        var stream = (SslStream)sender;
        var presented = certificate as X509Certificate2;
        if (_validator is not null && !_validator(GetNode(stream), presented, chain, errors))
        {
            throw new ServerCertificateException("Tls.ValidateServerCertificate rejected it" + (errors == SslPolicyErrors.None ? "" : $" ({errors})"));
        }

        return _validator is not null || errors == SslPolicyErrors.None
            ? true
            : throw new ServerCertificateException(CertificateFault.Describe(presented, chain, errors, stream.TargetHostName, timeProvider.GetLocalNow().DateTime));
    }

    // The server name may be the same for all nodes, so only the connection identifies the node. For a connection that the user's own callback created, only the name is known.
    private static Uri GetNode(SslStream stream) => GetInnerStream(stream) is NodeStream connection ? connection.Node : new Uri($"https://{stream.TargetHostName}/");

    // .NET passes the SslStream to the callback, but exposes its inner stream only to derived classes.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_InnerStream")]
    private static extern Stream GetInnerStream(AuthenticatedStream stream);
}

/// <summary>Represents a connection to a node, with the node's address.</summary>
internal sealed class NodeStream(Socket socket, Uri node) : NetworkStream(socket, ownsSocket: true)
{
    public Uri Node => node;
}
