using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace AlternatorHandler.Testing.Tls;

/// <summary>Performs the TLS handshakes of a node, and counts them.</summary>
internal sealed class NodeTls(AlternatorTestClusterOptions options, TestCertificateAuthority authority, TestCertificate certificate)
{
    private volatile TestCertificate _certificate = certificate;
    private int _handshakes;
    private int _resumed;

    /// <summary>Gets or sets the certificate that is presented in handshakes.</summary>
    public TestCertificate Certificate
    {
        get => _certificate;
        set => _certificate = value;
    }

    public int Handshakes => Volatile.Read(ref _handshakes);

    public int Resumed => Volatile.Read(ref _resumed);

    /// <exception cref="System.Security.Authentication.AuthenticationException">The client certificate is not accepted, or the client does not use TLS.</exception>
    /// <exception cref="IOException">The client has disconnected.</exception>
    public async Task<TlsLayer> AcceptAsync(IDuplexPipe transport, CancellationToken cancellationToken)
    {
        var wire = new DuplexStream(transport);
        var stream = new SslStream(wire, leaveInnerStreamOpen: true);
        try
        {
            await stream.AuthenticateAsServerAsync(CreateServerOptions(), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        var isResumed = ServerHello.IsResumption(wire.SentPrefix);
        Interlocked.Increment(ref _handshakes);
        if (isResumed)
        {
            Interlocked.Increment(ref _resumed);
        }

        var client = stream.RemoteCertificate as X509Certificate2;
        var record = new RecordedTls
        {
            ServerName = string.IsNullOrEmpty(stream.TargetHostName) ? null : stream.TargetHostName,
            ClientSubject = client?.Subject,
            Protocol = stream.SslProtocol,
            IsResumed = isResumed,
        };
        return new TlsLayer(stream, record, GetRole(client));
    }

    private static string? GetRole(X509Certificate2? client) =>
        client?.SubjectName.EnumerateRelativeDistinguishedNames()
            .FirstOrDefault(part => !part.HasMultipleElements && part.GetSingleElementType().Value == "2.5.4.3")?.GetSingleElementValue()
        ?? (client is null ? null : "");

    private SslServerAuthenticationOptions CreateServerOptions()
    {
        var demand = options.ClientCertificates;
        var trust = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        trust.CustomTrustStore.Add(authority.Certificate);
        return new SslServerAuthenticationOptions
        {
            ServerCertificateContext = _certificate.Context,
            EnabledSslProtocols = options.TlsProtocols,
            ClientCertificateRequired = demand != ClientCertificateDemand.None,
            CertificateChainPolicy = trust,

            RemoteCertificateValidationCallback = demand == ClientCertificateDemand.Optional
                ? static (_, presented, _, errors) => presented is null || errors == SslPolicyErrors.None
                : null,
        };
    }
}
