using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace AlternatorHandler.Wire.Tls;

/// <summary>The words for what is wrong with a node's certificate.</summary>
internal static class CertificateFault
{
    private const int NamesShown = 4;

    /// <param name="certificate">What the node presented.</param>
    /// <param name="chain">What was built of it.</param>
    /// <param name="errors">What .NET found.</param>
    /// <param name="name">The name that it was checked for.</param>
    /// <param name="now">The time that it was checked for.</param>
    public static string Describe(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors, string name, DateTime now)
    {
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            return "the node presented no certificate";
        }

        var faults = new List<string>();
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
        {
            faults.AddRange(OfChain(certificate, chain, now));
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            faults.Add($"the certificate is for {NamesOf(certificate)}, not for {name}");
        }

        return string.Join(", and ", faults);
    }

    private static IEnumerable<string> OfChain(X509Certificate2 certificate, X509Chain? chain, DateTime now)
    {
        var all = X509ChainStatusFlags.NoError;
        foreach (var status in chain?.ChainStatus ?? [])
        {
            all |= status.Status;
        }

        if (all.HasFlag(X509ChainStatusFlags.NotTimeValid))
        {
            yield return OfTime(certificate, chain!, now);
        }

        if ((all & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != 0)
        {
            yield return certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData)
                ? "the certificate is self-signed and not trusted"
                : $"the certificate was issued by '{certificate.Issuer}', which leads to no trusted authority";
        }

        if (all.HasFlag(X509ChainStatusFlags.Revoked))
        {
            yield return "the certificate was revoked";
        }

        const X509ChainStatusFlags named = X509ChainStatusFlags.NotTimeValid | X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.Revoked;
        if ((all & ~named) is var others and not X509ChainStatusFlags.NoError || all == X509ChainStatusFlags.NoError)
        {
            yield return $"the certificate's chain is not valid ({all & ~named})";
        }
    }

    private static string OfTime(X509Certificate2 certificate, X509Chain chain, DateTime now)
    {
        var outdated = chain.ChainElements
            .Where(element => element.ChainElementStatus.Any(status => status.Status == X509ChainStatusFlags.NotTimeValid))
            .Select(element => element.Certificate)
            .FirstOrDefault() ?? certificate;
        var whose = outdated.RawDataMemory.Span.SequenceEqual(certificate.RawDataMemory.Span) ? "the certificate" : $"the certificate of its authority '{outdated.Subject}'";
        return outdated.NotAfter < now
            ? string.Create(CultureInfo.InvariantCulture, $"{whose} has expired ({outdated.NotAfter.ToUniversalTime():u})")
            : string.Create(CultureInfo.InvariantCulture, $"{whose} is not valid yet ({outdated.NotBefore.ToUniversalTime():u})");
    }

    private static string NamesOf(X509Certificate2 certificate)
    {
        var alternatives = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        string[] names = alternatives is null
            ? [certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false)]
            : [.. alternatives.EnumerateDnsNames(), .. alternatives.EnumerateIPAddresses().Select(address => address.ToString())];
        return names.Length == 0 ? "no name" : string.Join(", ", names.Take(NamesShown)) + (names.Length > NamesShown ? ", ..." : "");
    }
}
