using System.ComponentModel.DataAnnotations;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using AlternatorHandler.Options;

namespace AlternatorHandler;

/// <summary>Options for TLS: the certificates of nodes and of this client. They apply to all connections: those of requests, discovery and probes.</summary>
/// <remarks>
/// <para>The certificate of a node must be valid for the host in the <c>Host</c> header of the request.
/// For requests that the AWS SDK signed, this is the host of the SDK's service URL;
/// for those that the handler signs, the node's own address; for all others, the host of the first seed if that is a host name, and otherwise the node's own address.
/// <see cref="AlternatorOptions.HostHeader"/> overrides it for unsigned requests, and <see cref="ServerName"/> for all requests.</para>
/// <para>To analyze a network capture, set the AppContext switch <c>System.Net.EnableSslKeyLogging</c> in the application: .NET then writes the keys of TLS sessions to
/// the file in the environment variable <c>SSLKEYLOGFILE</c>. This does not require any of these options.</para>
/// </remarks>
public sealed class AlternatorTlsOptions
{
    private readonly X509Certificate2Collection _authorities = [];
    private X509Certificate2? _clientCertificate;
    private TlsCertificates? _certificates;

    /// <summary>Gets or sets the path of the PEM file with the certificate authorities that issue the certificates of nodes: one or more certificates.</summary>
    /// <value>The default value is <see langword="null"/>: the authorities of the operating system, unless <see cref="TrustCertificateAuthorities"/> adds others.</value>
    /// <remarks>
    /// The file is read once, at startup. If it is set, the authorities of the operating system are not trusted. Nodes can present intermediate certificates themselves.
    /// </remarks>
    public string? CaFile { get; set; }

    /// <summary>Gets or sets the path of the file with the certificate that this client presents to nodes that request one: PEM, or PKCS #12 (PFX) with its private key.</summary>
    /// <value>The default value is <see langword="null"/>: no certificate, unless <see cref="UseClientCertificate"/> is called or <see cref="ClientCertificateSource"/> is set.</value>
    /// <remarks>The file is read once, at startup. Additional certificates in it are presented as intermediate certificates.</remarks>
    public string? ClientCertificateFile { get; set; }

    /// <summary>Gets or sets the path of the PEM file with the private key of <see cref="ClientCertificateFile"/>.</summary>
    /// <value>The default value is <see langword="null"/>: the key is in the certificate file. If it is set, <see cref="ClientCertificateFile"/> is required.</value>
    public string? ClientKeyFile { get; set; }

    /// <summary>Gets or sets the password of <see cref="ClientCertificateFile"/> if it is PKCS #12, or of an encrypted PEM private key.</summary>
    /// <value>The default value is <see langword="null"/>: no password.</value>
    public string? ClientCertificatePassword { get; set; }

    /// <summary>Gets or sets the name that the certificates of all nodes are validated against, and that is sent to nodes as the server name (SNI).</summary>
    /// <value>The default value is <see langword="null"/>: the host in the <c>Host</c> header of the request. It must be a host name or an IP address, without a port.</value>
    public string? ServerName { get; set; }

    /// <summary>Gets or sets the minimum version of TLS.</summary>
    /// <value>
    /// The default value is <see cref="SslProtocols.None"/>: the operating system chooses the version.
    /// It must be <see cref="SslProtocols.None"/>, <see cref="SslProtocols.Tls12"/> or <see cref="SslProtocols.Tls13"/>.
    /// </value>
    public SslProtocols MinimumVersion { get; set; }

    /// <summary>Gets or sets a value indicating whether new connections resume the TLS session of an earlier one, which saves most of the cost of a handshake.</summary>
    /// <value>The default value is <see langword="true"/>.</value>
    /// <remarks>
    /// On Linux, .NET keeps one session for each server name.
    /// It keeps none for nodes that are addressed by IP address, and none if a delegate supplies the client certificates.
    /// </remarks>
    public bool AllowSessionResumption { get; set; } = true;

    /// <summary>Gets or sets how the certificates of nodes are checked for revocation.</summary>
    /// <value>
    /// The default value is <see cref="X509RevocationMode.NoCheck"/>, as in .NET: few private authorities publish revocations, and a handshake would wait for a third party.
    /// </value>
    [EnumDataType(typeof(X509RevocationMode))]
    public X509RevocationMode RevocationMode { get; set; } = X509RevocationMode.NoCheck;

    /// <summary>Gets or sets a value indicating whether every certificate is accepted. For tests only: an attacker on the network can read and change everything.</summary>
    /// <value>The default value is <see langword="false"/>. If <see langword="true"/>, a warning is logged when the cluster starts.</value>
    public bool DangerousAcceptAnyServerCertificate { get; set; }

    /// <summary>Gets or sets a function that supplies client certificates that change. It takes precedence over <see cref="ClientCertificateFile"/>.</summary>
    /// <value>
    /// The default value is <see langword="null"/>. It must not be combined with <see cref="UseClientCertificate"/>. It cannot be set by configuration.
    /// The function returns the certificate, with its private key, for one new connection, or <see langword="null"/> for none.
    /// It is called from any thread, once or twice for each connection, and should return without delay. The caller remains the owner of the certificate.
    /// </value>
    /// <remarks>Open connections keep their certificate. <see cref="AlternatorTransportOptions.PooledConnectionLifetime"/> limits how long.</remarks>
    public Func<X509Certificate2?>? ClientCertificateSource { get; set; }

    /// <summary>Gets or sets a function that decides which certificates of nodes are accepted.</summary>
    /// <value>
    /// The default value is <see langword="null"/>: certificates without errors are accepted. It cannot be set by configuration.
    /// The function receives the address of the node, its certificate, the chain that was built and the errors that were found.
    /// It returns whether the certificate is accepted. It is called from any thread for each new connection.
    /// </value>
    /// <remarks>
    /// All checks are made before the function is called, and their errors are passed to it.
    /// Return <see langword="false"/> unless there are no errors, or only errors that you expect.
    /// </remarks>
    public Func<Uri, X509Certificate2?, X509Chain?, SslPolicyErrors, bool>? ValidateServerCertificate { get; set; }

    /// <summary>Adds certificate authorities that issue the certificates of nodes. The authorities of the operating system are then not trusted.</summary>
    /// <param name="authorities">The certificates of the authorities.</param>
    /// <exception cref="ArgumentNullException"><paramref name="authorities"/> is <see langword="null"/>.</exception>
    public void TrustCertificateAuthorities(X509Certificate2Collection authorities)
    {
        ArgumentNullException.ThrowIfNull(authorities);
        _authorities.AddRange(authorities);
    }

    /// <summary>Sets the certificate that this client presents to nodes that request one, instead of <see cref="ClientCertificateFile"/>.</summary>
    /// <param name="certificate">The certificate, with its private key.</param>
    /// <exception cref="ArgumentNullException"><paramref name="certificate"/> is <see langword="null"/>.</exception>
    public void UseClientCertificate(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        _clientCertificate = certificate;
    }

    // Not properties: the configuration binder would try to bind them.
    internal X509Certificate2Collection GetAuthorities() => _authorities;

    internal X509Certificate2? GetClientCertificate() => _clientCertificate;

    /// <summary>Gets the certificates. The files are read once: validation reports their errors, and the transport uses the certificates.</summary>
    internal TlsCertificates GetCertificates() => _certificates ??= TlsCertificates.Load(this);
}
