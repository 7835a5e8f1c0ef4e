using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AlternatorHandler.Testing;

/// <summary>Represents a certificate authority in memory. It issues valid and invalid certificates for nodes and clients, without files.</summary>
/// <example>
/// <code>
/// await using var cluster = await AlternatorTestCluster.StartAsync(options => options.Https = true);
/// cluster[1].Certificate = cluster.CertificateAuthority.IssueExpired(cluster[1].Host);
/// </code>
/// </example>
public sealed class TestCertificateAuthority : IDisposable
{
    /// <summary>The DNS name that the certificates of all nodes contain by default.</summary>
    public const string ServiceName = "alternator.test";

    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>Initializes a new instance of the <see cref="TestCertificateAuthority"/> class with a new key.</summary>
    /// <param name="name">The common name of the authority's certificate.</param>
    public TestCertificateAuthority(string name = "Alternator Test CA")
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        using var key = CreateKey();
        var request = CreateRequest(name, key);
        AddAuthorityExtensions(request);
        var (from, until) = GetValidity(isExpired: false);
        Certificate = StoreKey(request.CreateSelfSigned(from.AddDays(-1), until.AddDays(1)));
    }

    /// <summary>Gets the certificate of the authority, with its private key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Gets the certificate of the authority as PEM, without its private key.</summary>
    public string CertificatePem => Certificate.ExportCertificatePem() + '\n';

    /// <summary>Creates a self-signed server certificate, which this authority has not issued.</summary>
    /// <param name="names">The DNS names and IP addresses in the certificate.</param>
    public static TestCertificate SelfSigned(params IEnumerable<string> names)
    {
        using var key = CreateKey();
        var (from, until) = GetValidity(isExpired: false);
        return new TestCertificate(StoreKey(CreateServerRequest(names, key).CreateSelfSigned(from, until)));
    }

    /// <summary>Issues a server certificate.</summary>
    /// <param name="names">The DNS names and IP addresses in the certificate.</param>
    public TestCertificate Issue(params IEnumerable<string> names) => IssueServer(names, isExpired: false);

    /// <summary>Issues a server certificate that expired yesterday.</summary>
    /// <param name="names">The DNS names and IP addresses in the certificate.</param>
    public TestCertificate IssueExpired(params IEnumerable<string> names) => IssueServer(names, isExpired: true);

    /// <summary>Issues a server certificate through an intermediate authority, whose certificate is presented with it.</summary>
    /// <param name="names">The DNS names and IP addresses in the certificate.</param>
    public TestCertificate IssueThroughIntermediate(params IEnumerable<string> names)
    {
        using var intermediateKey = CreateKey();
        var intermediateRequest = CreateRequest("Alternator Test Intermediate", intermediateKey);
        AddAuthorityExtensions(intermediateRequest);
        using var intermediate = Sign(intermediateRequest, intermediateKey, Certificate, isExpired: false);
        using var key = CreateKey();
        return new TestCertificate(
            Sign(CreateServerRequest(names, key), key, intermediate, isExpired: false),
            X509CertificateLoader.LoadCertificate(intermediate.RawDataMemory.Span));
    }

    /// <summary>Issues a client certificate.</summary>
    /// <param name="role">The common name of the subject: the name of the user in <see cref="AlternatorTestClusterOptions.Users"/>.</param>
    public TestCertificate IssueClient(string role)
    {
        ArgumentException.ThrowIfNullOrEmpty(role);
        using var key = CreateKey();
        var request = CreateRequest(role, key);
        AddLeafExtensions(request, ClientAuthentication);
        return new TestCertificate(Sign(request, key, Certificate, isExpired: false));
    }

    /// <inheritdoc/>
    public void Dispose() => Certificate.Dispose();

    private static ECDsa CreateKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static (DateTimeOffset From, DateTimeOffset Until) GetValidity(bool isExpired)
    {
        var now = TimeProvider.System.GetUtcNow();
        return isExpired ? (now.AddDays(-30), now.AddDays(-1)) : (now.AddDays(-30), now.AddDays(30));
    }

    private static CertificateRequest CreateRequest(string commonName, ECDsa key)
    {
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName(commonName);
        return new CertificateRequest(name.Build(), key, HashAlgorithmName.SHA256);
    }

    private static CertificateRequest CreateServerRequest(IEnumerable<string> names, ECDsa key)
    {
        string[] all = [.. names];
        if (all.Length == 0)
        {
            throw new ArgumentException("A server certificate needs at least one name.", nameof(names));
        }

        var alternativeNames = new SubjectAlternativeNameBuilder();
        foreach (var name in all)
        {
            if (IPAddress.TryParse(name, out var address))
            {
                alternativeNames.AddIpAddress(address);
            }
            else
            {
                alternativeNames.AddDnsName(name);
            }
        }

        var request = CreateRequest(all[0], key);
        AddLeafExtensions(request, ServerAuthentication);
        request.CertificateExtensions.Add(alternativeNames.Build());
        return request;
    }

    private static void AddAuthorityExtensions(CertificateRequest request)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
    }

    private static void AddLeafExtensions(CertificateRequest request, string purpose)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], critical: false));
    }

    private static X509Certificate2 Sign(CertificateRequest request, ECDsa key, X509Certificate2 issuer, bool isExpired)
    {
        // Certificates have a resolution of one second. A certificate that is created in a later second than its issuer must still not be valid longer.
        var (from, until) = GetValidity(isExpired);
        using var signed = request.Create(issuer, from, until < issuer.NotAfter ? until : issuer.NotAfter, RandomNumberGenerator.GetBytes(16));
        return StoreKey(signed.CopyWithPrivateKey(key));
    }

    // TLS on Windows cannot use a private key that exists only in memory. A round trip through PKCS #12 stores the key.
    private static X509Certificate2 StoreKey(X509Certificate2 certificate)
    {
        using (certificate)
        {
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null, X509KeyStorageFlags.Exportable);
        }
    }

    private TestCertificate IssueServer(IEnumerable<string> names, bool isExpired)
    {
        using var key = CreateKey();
        return new TestCertificate(Sign(CreateServerRequest(names, key), key, Certificate, isExpired));
    }
}
