using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using AlternatorHandler.Outcomes;

namespace AlternatorHandler.Wire.Tls;

/// <summary>Decides on a node's certificate after .NET has checked it, and says why not.</summary>
internal sealed class ServerCertificateCheck(AlternatorTlsOptions options, TimeProvider timeProvider)
{
    private readonly Func<Uri, X509Certificate2?, X509Chain?, SslPolicyErrors, bool>? _validator = options.GetValidator();

    /// <exception cref="ServerCertificateException">The certificate is not accepted. To return <see langword="false"/> would lose the reason.</exception>
    public bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (options.DangerousAcceptAnyServerCertificate)
        {
            return true;
        }

        var stream = (SslStream)sender;
        var presented = certificate as X509Certificate2;
        if (_validator is not null && !_validator(NodeOf(stream), presented, chain, errors))
        {
            throw new ServerCertificateException("Tls.ValidateServerCertificate rejected it" + (errors == SslPolicyErrors.None ? "" : $" ({errors})"));
        }

        return _validator is not null || errors == SslPolicyErrors.None
            ? true
            : throw new ServerCertificateException(CertificateFault.Describe(presented, chain, errors, stream.TargetHostName, timeProvider.GetLocalNow().DateTime));
    }

    // The server name may be the same for all nodes; which one it is shows in the connection alone. A connection of the user's own making has no more than the name.
    private static Uri NodeOf(SslStream stream) => InnerStream(stream) is NodeStream connection ? connection.Node : new Uri($"https://{stream.TargetHostName}/");

    // .NET hands the stream to the callback and keeps what it made the stream of from all but derived classes.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_InnerStream")]
    private static extern Stream InnerStream(AuthenticatedStream stream);
}

/// <summary>A connection that knows which node it leads to.</summary>
internal sealed class NodeStream(Socket socket, Uri node) : NetworkStream(socket, ownsSocket: true)
{
    public Uri Node => node;
}
