using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using AlternatorHandler.Options;

namespace AlternatorHandler.Wire.Tls;

/// <summary>Makes .NET's TLS options of ours.</summary>
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
            CertificateChainPolicy = PolicyOf(certificates, options.RevocationMode),
            RemoteCertificateValidationCallback = new ServerCertificateCheck(options, timeProvider).Accept,
        };

        if (options.GetClientCertificateSource() is { } source)
        {
            settings.LocalCertificateSelectionCallback = (_, _, _, _, _) => source()!;
        }
        else if (certificates.ClientCertificate is { } certificate)
        {
            // Not by callback: .NET resumes sessions only if it knows beforehand who the client will be.
            settings.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, certificates.ClientIntermediates, offline: true);
        }

        return settings;
    }

    // What the node presents besides its certificate is added to each chain's extra store by .NET.
    private static X509ChainPolicy? PolicyOf(TlsCertificates certificates, X509RevocationMode revocationMode)
    {
        if (certificates.Authorities.Count == 0)
        {
            return null;
        }

        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = revocationMode,

            // Without it a node that forgot its intermediates would make this client fetch them from wherever its certificate says.
            DisableCertificateDownloads = revocationMode == X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.AddRange(certificates.Authorities);
        return policy;
    }
}
