using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace AlternatorHandler.Wire.Tls;

/// <summary>Describes why a node's certificate is not accepted.</summary>
internal static class CertificateFault
{
    private const int MaxNames = 4;

    /// <summary>Describes the errors of a certificate.</summary>
    /// <param name="certificate">The certificate that the node presented, or <see langword="null"/>.</param>
    /// <param name="chain">The chain that was built for the certificate.</param>
    /// <param name="errors">The errors that .NET reported.</param>
    /// <param name="name">The name that the certificate must match.</param>
    /// <param name="now">The time of the validation.</param>
    public static string Describe(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors, string name, DateTime now)
    {
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            return "the node presented no certificate";
        }

        var faults = new List<string>();
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
        {
            faults.AddRange(DescribeChain(certificate, chain, now));
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            faults.Add($"the certificate is for {GetNames(certificate)}, not for {name}");
        }

        return string.Join(", and ", faults);
    }

    private static IEnumerable<string> DescribeChain(X509Certificate2 certificate, X509Chain? chain, DateTime now)
    {
        var combined = X509ChainStatusFlags.NoError;
        foreach (var status in chain?.ChainStatus ?? [])
        {
            combined |= status.Status;
        }

        if (combined.HasFlag(X509ChainStatusFlags.NotTimeValid))
        {
            yield return DescribeValidity(certificate, chain!, now);
        }

        if ((combined & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != 0)
        {
            yield return certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData)
                ? "the certificate is self-signed and not trusted"
                : $"the certificate was issued by '{certificate.Issuer}', which does not chain to a trusted authority";
        }

        if (combined.HasFlag(X509ChainStatusFlags.Revoked))
        {
            yield return "the certificate was revoked";
        }

        const X509ChainStatusFlags described = X509ChainStatusFlags.NotTimeValid | X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.Revoked;
        var others = combined & ~described;
        if (others != X509ChainStatusFlags.NoError || combined == X509ChainStatusFlags.NoError)
        {
            yield return $"the certificate's chain is not valid ({others})";
        }
    }

    private static string DescribeValidity(X509Certificate2 certificate, X509Chain chain, DateTime now)
    {
        var outdated = chain.ChainElements
            .Where(element => element.ChainElementStatus.Any(status => status.Status == X509ChainStatusFlags.NotTimeValid))
            .Select(element => element.Certificate)
            .FirstOrDefault() ?? certificate;
        var subject = outdated.RawDataMemory.Span.SequenceEqual(certificate.RawDataMemory.Span) ? "the certificate" : $"the certificate of its authority '{outdated.Subject}'";
        return outdated.NotAfter < now
            ? string.Create(CultureInfo.InvariantCulture, $"{subject} has expired ({outdated.NotAfter.ToUniversalTime():u})")
            : string.Create(CultureInfo.InvariantCulture, $"{subject} is not valid yet ({outdated.NotBefore.ToUniversalTime():u})");
    }

    private static string GetNames(X509Certificate2 certificate)
    {
        var alternatives = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        string[] names = alternatives is null
            ? [certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false)]
            : [.. alternatives.EnumerateDnsNames(), .. alternatives.EnumerateIPAddresses().Select(address => address.ToString())];
        return names.Length == 0 ? "no name" : string.Join(", ", names.Take(MaxNames)) + (names.Length > MaxNames ? ", ..." : "");
    }
}
