using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AlternatorHandler.Options;

/// <summary>The certificates that options name by file, or hold.</summary>
internal sealed class TlsCertificates
{
    private readonly List<string> _errors = [];

    private TlsCertificates()
    {
    }

    /// <summary>Gets whom to trust: nobody but these, or, if there are none, those that the operating system trusts.</summary>
    public X509Certificate2Collection Authorities { get; } = [];

    public X509Certificate2? ClientCertificate { get; private set; }

    /// <summary>Gets what is presented with the client certificate.</summary>
    public X509Certificate2Collection ClientIntermediates { get; } = [];

    /// <summary>Gets what is wrong with the files, by the names of their options.</summary>
    public IReadOnlyList<string> Errors => _errors;

    public static TlsCertificates Load(AlternatorTlsOptions options)
    {
        var certificates = new TlsCertificates { ClientCertificate = options.GetClientCertificate() };
        certificates.Authorities.AddRange(options.GetAuthorities());
        if (options.CaFile is { } caFile)
        {
            certificates.Try("Tls:CaFile", caFile, certificates.LoadAuthorities);
        }

        if (options.ClientCertificateFile is { } clientFile && options.GetClientCertificate() is null && options.GetClientCertificateSource() is null)
        {
            certificates.Try("Tls:ClientCertificateFile", clientFile, path => certificates.LoadClient(path, options));
        }

        return certificates;
    }

    private void Try(string option, string path, Action<string> load)
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
            throw new CryptographicException("it holds no certificate as PEM.");
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

        // Windows' TLS can't use a key that is in memory only; a round trip through PKCS #12 gives it one that it can.
        ClientCertificate = X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pkcs12), password: null);
        ClientIntermediates.ImportFromPemFile(path);
        ClientIntermediates.RemoveAt(0);
    }

    private void LoadPkcs12(byte[] bytes, string? password)
    {
        var all = X509CertificateLoader.LoadPkcs12Collection(bytes, password);
        ClientCertificate = all.FirstOrDefault(certificate => certificate.HasPrivateKey) ?? throw new CryptographicException("it holds no certificate with a private key.");
        ClientIntermediates.AddRange(all.Where(certificate => certificate != ClientCertificate).ToArray());
    }
}
