using System.ComponentModel.DataAnnotations;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using AlternatorHandler.Options;

namespace AlternatorHandler;

/// <summary>Says how nodes prove who they are, and how this client does. It holds for all connections: requests, discovery and probes.</summary>
/// <remarks>
/// <para>A node's certificate must be valid for the name that it is addressed by, which over https is the request's <c>Host</c> header: for requests that the AWS SDK signed,
/// the host of the SDK's service address; for those that the handler signs, the node's own address; for all others, the host of the first seed if that is a name,
/// else the node's own address. <see cref="AlternatorOptions.HostHeader"/> changes it for requests that come unsigned, <see cref="ServerName"/> fixes it for all.</para>
/// <para>For a capture's analysis .NET writes the keys of TLS sessions to the file that the environment variable <c>SSLKEYLOGFILE</c> names, if the application sets the AppContext switch
/// <c>System.Net.EnableSslKeyLogging</c>. Nothing here needs to be set for it.</para>
/// </remarks>
public sealed class AlternatorTlsOptions
{
    private readonly X509Certificate2Collection _authorities = [];
    private TlsCertificates? _certificates;
    private X509Certificate2? _clientCertificate;
    private Func<X509Certificate2?>? _clientCertificateSource;
    private Func<Uri, X509Certificate2?, X509Chain?, SslPolicyErrors, bool>? _validator;

    /// <summary>Gets or sets the file of the certificate authorities that nodes' certificates must come from: one or more certificates as PEM.</summary>
    /// <value>The default value is <see langword="null"/>: the authorities of the operating system, unless <see cref="TrustCertificateAuthorities"/> names others.</value>
    /// <remarks>It is read once, at start. Those of the operating system are then not trusted. The nodes may present intermediate certificates themselves.</remarks>
    public string? CaFile { get; set; }

    /// <summary>Gets or sets the file of the certificate that this client presents to nodes that ask for one: PEM, or PKCS #12 (PFX) with its private key.</summary>
    /// <value>The default value is <see langword="null"/>: none, unless <c>UseClientCertificate</c> was called.</value>
    /// <remarks>It is read once, at start. Further certificates in it are presented as intermediates.</remarks>
    public string? ClientCertificateFile { get; set; }

    /// <summary>Gets or sets the file of the private key, as PEM, of <see cref="ClientCertificateFile"/>.</summary>
    /// <value>The default value is <see langword="null"/>: the key is in the file of the certificate.</value>
    public string? ClientKeyFile { get; set; }

    /// <summary>Gets or sets the password of <see cref="ClientCertificateFile"/> if it is PKCS #12, or of an encrypted private key as PEM.</summary>
    /// <value>The default value is <see langword="null"/>: there is none.</value>
    public string? ClientCertificatePassword { get; set; }

    /// <summary>Gets or sets the name that all nodes' certificates are checked for, and that is sent to them as server name (SNI).</summary>
    /// <value>The default value is <see langword="null"/>: the host that the request is addressed to. It must be a host name or an IP address, without port.</value>
    public string? ServerName { get; set; }

    /// <summary>Gets or sets the lowest version of TLS that is spoken.</summary>
    /// <value>The default value is <see cref="SslProtocols.None"/>: the operating system decides. It must be that, <see cref="SslProtocols.Tls12"/> or <see cref="SslProtocols.Tls13"/>.</value>
    public SslProtocols MinimumVersion { get; set; }

    /// <summary>Gets or sets a value indicating whether new connections take up the TLS session of an earlier one, which saves most of a handshake's cost.</summary>
    /// <value>The default value is <see langword="true"/>.</value>
    /// <remarks>On Linux .NET keeps one session for each server name: none for nodes that are addressed by IP address, and none while client certificates come from a delegate.</remarks>
    public bool AllowSessionResumption { get; set; } = true;

    /// <summary>Gets or sets whether it is checked that nodes' certificates were not revoked.</summary>
    /// <value>The default value is <see cref="X509RevocationMode.NoCheck"/>, as in .NET: few private authorities publish revocations, and a handshake would wait for a third party.</value>
    [EnumDataType(typeof(X509RevocationMode))]
    public X509RevocationMode RevocationMode { get; set; } = X509RevocationMode.NoCheck;

    /// <summary>Gets or sets a value indicating whether any certificate is accepted, whoever presents it. For tests only: anyone on the way can read and change everything.</summary>
    /// <value>The default value is <see langword="false"/>. With <see langword="true"/> a warning is logged when the cluster starts.</value>
    public bool DangerousAcceptAnyServerCertificate { get; set; }

    /// <summary>Adds certificate authorities that nodes' certificates must come from. Those of the operating system are then not trusted.</summary>
    /// <param name="authorities">The authorities' certificates.</param>
    public void TrustCertificateAuthorities(X509Certificate2Collection authorities)
    {
        ArgumentNullException.ThrowIfNull(authorities);
        _authorities.AddRange(authorities);
    }

    /// <summary>Presents a certificate to nodes that ask for one. It takes the place of <see cref="ClientCertificateFile"/>.</summary>
    /// <param name="certificate">The certificate, with its private key.</param>
    public void UseClientCertificate(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        (_clientCertificate, _clientCertificateSource) = (certificate, null);
    }

    /// <summary>Presents certificates that change to nodes that ask for one. It takes the place of <see cref="ClientCertificateFile"/>.</summary>
    /// <param name="source">
    /// Returns the certificate, with its private key, for one new connection, or <see langword="null"/> for none. It is called from any thread, once or twice a connection,
    /// and should answer at once. It keeps the certificate.
    /// </param>
    /// <remarks>Connections that are open keep the identity they have: <see cref="AlternatorTransportOptions.PooledConnectionLifetime"/> bounds for how long.</remarks>
    public void UseClientCertificate(Func<X509Certificate2?> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        (_clientCertificate, _clientCertificateSource) = (null, source);
    }

    /// <summary>Decides by code which certificates are accepted.</summary>
    /// <param name="validator">
    /// Receives the node's address, its certificate, the chain that was built and what is wrong with them, and returns whether to go on. It is called from any thread for each new connection.
    /// </param>
    /// <remarks>All checks are made before, and what they found is passed on: return <see langword="false"/> unless the errors are none, or those that you know.</remarks>
    public void ValidateServerCertificate(Func<Uri, X509Certificate2?, X509Chain?, SslPolicyErrors, bool> validator)
    {
        ArgumentNullException.ThrowIfNull(validator);
        _validator = validator;
    }

    // No properties: configuration would have to bind them.
    internal X509Certificate2Collection GetAuthorities() => _authorities;

    internal X509Certificate2? GetClientCertificate() => _clientCertificate;

    internal Func<X509Certificate2?>? GetClientCertificateSource() => _clientCertificateSource;

    internal Func<Uri, X509Certificate2?, X509Chain?, SslPolicyErrors, bool>? GetValidator() => _validator;

    /// <summary>Reads the files, once: validation reports what is wrong with them, the transport uses what is right.</summary>
    internal TlsCertificates GetCertificates() => _certificates ??= TlsCertificates.Load(this);
}
