using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace AlternatorHandler.UnitTests.Wire.Fakes;

/// <summary>Verifies a signature as an Alternator node does. It shares no code with the library.</summary>
internal static class ReferenceVerifier
{
    /// <summary>Returns the error that a node returns, or <see langword="null"/> if it accepts the signature.</summary>
    public static string? Verify(WireMessage message, string user, string secret, DateTimeOffset now)
    {
        if (message["Host"] is null)
        {
            return "Host header is mandatory for signature verification";
        }

        if (message["Authorization"] is not { } authorization)
        {
            return "Authorization header is mandatory for signature verification";
        }

        var words = authorization.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        if (words[0] != "AWS4-HMAC-SHA256")
        {
            return "Authorization header must use AWS4-HMAC-SHA256 algorithm";
        }

        var parts = new Dictionary<string, string>();
        foreach (var word in words.Skip(1))
        {
            var pair = word.Split('=');
            if (pair.Length != 2)
            {
                return $"not one '=' in {word}";
            }

            parts.Add(pair[0], pair[1]);
        }

        var credential = parts["Credential"].Split('/');
        if (credential.Length != 5)
        {
            return "Incorrect credential information format";
        }

        if (credential[0] != user)
        {
            return $"User not found: {credential[0]}";
        }

        var signedHeaders = parts["SignedHeaders"].Split(';');
        if (!signedHeaders.Contains("x-amz-date"))
        {
            return "X-Amz-Date header is mandatory for signature verification";
        }

        var date = message["X-Amz-Date"]!;
        if (string.CompareOrdinal(date, Format(now.AddMinutes(-15))) < 0)
        {
            return "Signature expired";
        }

        if (string.CompareOrdinal(date, Format(now.AddMinutes(15))) > 0)
        {
            return "Signature not yet current";
        }

        if (date[..8] != credential[1])
        {
            return "X-Amz-Date date does not match the provided datestamp";
        }

        var canonical = message.Method + "\n/\n\n";
        foreach (var name in signedHeaders.Order(StringComparer.Ordinal))
        {
            var values = message.Headers
                .Where(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                .Select(h => Regex.Replace(h.Value, " +", " "));
            canonical += name + ":" + string.Join(',', values) + "\n";
        }

        canonical += "\n" + parts["SignedHeaders"] + "\n" + Hex(SHA256.HashData(message.Body));
        var scope = string.Join('/', credential.Skip(1));
        var stringToSign = "AWS4-HMAC-SHA256\n" + date + "\n" + scope + "\n" + Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
        var key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (var part in credential.Skip(1).Append(stringToSign))
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        return Hex(key) == parts["Signature"] ? null : "wrong signature of\n" + canonical;
    }

    private static string Format(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
