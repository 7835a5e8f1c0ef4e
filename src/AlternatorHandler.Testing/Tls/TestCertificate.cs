using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace AlternatorHandler.Testing;

/// <summary>Represents a certificate with its private key, and the intermediate certificates that are presented with it.</summary>
public sealed class TestCertificate
{
    private readonly Lazy<SslStreamCertificateContext> _context;

    /// <summary>Initializes a new instance of the <see cref="TestCertificate"/> class.</summary>
    /// <param name="certificate">The certificate, with its private key.</param>
    /// <param name="intermediates">The certificates between the certificate and its authority, the issuer of the certificate first.</param>
    /// <exception cref="ArgumentException">The certificate has no private key.</exception>
    public TestCertificate(X509Certificate2 certificate, params IEnumerable<X509Certificate2> intermediates)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        if (!certificate.HasPrivateKey)
        {
            throw new ArgumentException($"The certificate of {certificate.Subject} has no private key.", nameof(certificate));
        }

        Certificate = certificate;
        Intermediates = [.. intermediates];
        _context = new(() => SslStreamCertificateContext.Create(certificate, [.. Intermediates], offline: true));
    }

    /// <summary>Gets the certificate, with its private key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Gets the intermediate certificates that are presented with the certificate.</summary>
    public IReadOnlyList<X509Certificate2> Intermediates { get; }

    /// <summary>Gets the certificate and the intermediate certificates as PEM.</summary>
    public string CertificatePem => string.Join('\n', Intermediates.Prepend(Certificate).Select(certificate => certificate.ExportCertificatePem())) + '\n';

    /// <summary>Gets the private key as PEM (PKCS #8).</summary>
    public string KeyPem => (Certificate.GetECDsaPrivateKey()?.ExportPkcs8PrivateKeyPem() ?? Certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem()) + '\n';

    // All handshakes share one context, because .NET keeps the keys of session tickets per context.
    internal SslStreamCertificateContext Context => _context.Value;

    /// <inheritdoc/>
    public override string ToString() => Certificate.Subject;
}
