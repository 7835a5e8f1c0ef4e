using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using AlternatorHandler.Options;

namespace AlternatorHandler.Wire.Tls;

/// <summary>Creates the TLS options of .NET from <see cref="AlternatorTlsOptions"/>.</summary>
internal static class TlsSettings
{
    public static SslClientAuthenticationOptions Create(AlternatorTlsOptions options, TimeProvider timeProvider)
    {
        var certificates = options.GetCertificates();
        var settings = new SslClientAuthenticationOptions
        {
            TargetHost = options.ServerName,
            EnabledSslProtocols = options.MinimumVersion switch
            {
                SslProtocols.Tls12 => SslProtocols.Tls12 | SslProtocols.Tls13,
                var version => version,
            },
            AllowTlsResume = options.AllowSessionResumption,
            CertificateRevocationCheckMode = options.RevocationMode,
            CertificateChainPolicy = CreateChainPolicy(certificates, options.RevocationMode),
            RemoteCertificateValidationCallback = new ServerCertificateValidator(options, timeProvider).Validate,
        };

        if (options.ClientCertificateSource is { } source)
        {
            settings.LocalCertificateSelectionCallback = (_, _, _, _, _) => source()!;
        }
        else if (certificates.ClientCertificate is { } certificate)
        {
            // A callback is not used here, because .NET resumes sessions only if the client certificate is known in advance.
            settings.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, certificates.ClientIntermediates, offline: true);
        }

        return settings;
    }

    // .NET adds the intermediate certificates that the node presents to the extra store of each chain.
    private static X509ChainPolicy? CreateChainPolicy(TlsCertificates certificates, X509RevocationMode revocationMode)
    {
        if (certificates.Authorities.Count == 0)
        {
            return null;
        }

        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = revocationMode,

            // Without this, the client would download the missing intermediate certificates of a node from the address in the node's certificate.
            DisableCertificateDownloads = revocationMode == X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.AddRange(certificates.Authorities);
        return policy;
    }
}
