using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AlternatorHandler.Options;

/// <summary>Holds the certificates of the TLS options: those that are set in code, and those that are loaded from files.</summary>
internal sealed class TlsCertificates
{
    private readonly List<string> _errors = [];

    private TlsCertificates()
    {
    }

    /// <summary>Gets the only certificate authorities to trust. If there are none, those of the operating system are trusted.</summary>
    public X509Certificate2Collection Authorities { get; } = [];

    public X509Certificate2? ClientCertificate { get; private set; }

    /// <summary>Gets the intermediate certificates that are presented with the client certificate.</summary>
    public X509Certificate2Collection ClientIntermediates { get; } = [];

    /// <summary>Gets the errors of files that cannot be used. Each begins with the path of the option.</summary>
    public IReadOnlyList<string> Errors => _errors;

    public static TlsCertificates Load(AlternatorTlsOptions options)
    {
        var certificates = new TlsCertificates { ClientCertificate = options.GetClientCertificate() };
        certificates.Authorities.AddRange(options.GetAuthorities());
        if (options.CaFile is { } caFile)
        {
            certificates.TryLoad("Tls:CaFile", caFile, certificates.LoadAuthorities);
        }

        if (options.ClientCertificateFile is { } clientFile && options.GetClientCertificate() is null && options.ClientCertificateSource is null)
        {
            certificates.TryLoad("Tls:ClientCertificateFile", clientFile, path => certificates.LoadClient(path, options));
        }

        return certificates;
    }

    private void TryLoad(string option, string path, Action<string> load)
    {
        try
        {
            load(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException or NotSupportedException)
        {
            _errors.Add($"{option} ({path}) cannot be used: {exception.Message}");
        }
    }

    private void LoadAuthorities(string path)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(path);
        if (authorities.Count == 0)
        {
            throw new CryptographicException("the file contains no PEM certificate.");
        }

        Authorities.AddRange(authorities);
    }

    private void LoadClient(string path, AlternatorTlsOptions options)
    {
        var bytes = File.ReadAllBytes(path);
        if (options.ClientKeyFile is null && bytes.AsSpan().IndexOf("-----BEGIN "u8) < 0)
        {
            LoadPkcs12(bytes, options.ClientCertificatePassword);
            return;
        }

        using var pair = options.ClientCertificatePassword is { } password
            ? X509Certificate2.CreateFromEncryptedPemFile(path, password, options.ClientKeyFile)
            : X509Certificate2.CreateFromPemFile(path, options.ClientKeyFile);

        // TLS on Windows cannot use an ephemeral key. A round trip through PKCS #12 creates a key that it can use.
        ClientCertificate = X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pkcs12), password: null);
        ClientIntermediates.ImportFromPemFile(path);
        ClientIntermediates.RemoveAt(0);
    }

    private void LoadPkcs12(byte[] bytes, string? password)
    {
        var all = X509CertificateLoader.LoadPkcs12Collection(bytes, password);
        ClientCertificate = all.FirstOrDefault(certificate => certificate.HasPrivateKey) ?? throw new CryptographicException("the file contains no certificate with a private key.");
        ClientIntermediates.AddRange(all.Where(certificate => certificate != ClientCertificate).ToArray());
    }
}
