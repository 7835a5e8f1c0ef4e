using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AlternatorHandler.Testing.Http;

namespace AlternatorHandler.Testing.Authorization;

/// <summary>Verifies AWS signature version 4, in the same order and with the same errors as a ScyllaDB node.</summary>
/// <remarks>It shares no code with the signers that are tested against it. The address of the node and the request target are not signed.</remarks>
internal sealed class SignatureVerifier(IDictionary<string, string> users, TimeProvider clock)
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(15);

    private readonly FrozenDictionary<string, string> _users = users.ToFrozenDictionary(StringComparer.Ordinal);

    /// <exception cref="ApiException">The request is not signed by one of the users.</exception>
    public void Verify(RequestHead request, ReadOnlySpan<byte> body)
    {
        if (request.Find("Host") is null)
        {
            throw Invalid("Host header is mandatory for signature verification");
        }

        var header = request.Find("Authorization")
            ?? throw new ApiException(400, "MissingAuthenticationTokenException", "Authorization header is mandatory for signature verification");
        var authorization = AuthorizationHeader.Parse(header);
        var scope = CredentialScope.Parse(authorization.Credential);
        if (!_users.TryGetValue(scope.User, out var secret))
        {
            throw Unrecognized($"User not found: {scope.User}");
        }

        var signedHeaders = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in authorization.SignedHeaders.Split(';'))
        {
            signedHeaders[name] = CollapseSpaces(request.Find(name) ?? "");
        }

        if (!signedHeaders.TryGetValue("x-amz-date", out var date))
        {
            throw Invalid("invalid signature: X-Amz-Date header is mandatory for signature verification");
        }

        CheckDate(date, scope.Date);
        var canonicalRequest = CreateCanonicalRequest(request.Method, signedHeaders, authorization.SignedHeaders, body);
        if (Sign(canonicalRequest, date, scope, secret) != authorization.Signature)
        {
            throw Unrecognized("wrong signature");
        }
    }

    // A node compares the dates as text, so an invalid date is expired or not yet current, depending on its first characters.
    private void CheckDate(string date, string credentialDate)
    {
        var now = clock.GetUtcNow();
        var earliest = FormatDate(now - Tolerance);
        var latest = FormatDate(now + Tolerance);
        if (string.CompareOrdinal(date, earliest) < 0)
        {
            throw Invalid($"invalid signature: Signature expired: {date} is now earlier than {earliest} (current time - 15 min.)");
        }

        if (string.CompareOrdinal(date, latest) > 0)
        {
            throw Invalid($"invalid signature: Signature not yet current: {date} is still later than {latest} (current time + 15 min.)");
        }

        var day = date[..Math.Min(8, date.Length)];
        if (day != credentialDate)
        {
            throw Invalid($"invalid signature: X-Amz-Date date does not match the provided datestamp. Expected {credentialDate}, got {day}");
        }
    }

    private static string CreateCanonicalRequest(string method, SortedDictionary<string, string> headers, string signedHeaders, ReadOnlySpan<byte> body)
    {
        var text = new StringBuilder().Append(method).Append("\n/\n\n");
        foreach (var (name, value) in headers)
        {
            text.Append(name).Append(':').Append(value).Append('\n');
        }

        return text.Append('\n').Append(signedHeaders).Append('\n').Append(ToHex(SHA256.HashData(body))).ToString();
    }

    private static string Sign(string canonicalRequest, string date, CredentialScope scope, string secret)
    {
        var toSign = $"AWS4-HMAC-SHA256\n{date}\n{scope.Date}/{scope.Region}/{scope.Service}/aws4_request\n{ToHex(SHA256.HashData(ToBytes(canonicalRequest)))}";
        var key = HMACSHA256.HashData(Encoding.UTF8.GetBytes("AWS4" + secret), ToBytes(scope.Date));
        key = HMACSHA256.HashData(key, ToBytes(scope.Region));
        key = HMACSHA256.HashData(key, ToBytes(scope.Service));
        key = HMACSHA256.HashData(key, "aws4_request"u8);
        return ToHex(HMACSHA256.HashData(key, ToBytes(toSign)));
    }

    private static string CollapseSpaces(string value)
    {
        if (!value.Contains("  ", StringComparison.Ordinal))
        {
            return value;
        }

        var text = new StringBuilder(value.Length);
        foreach (var c in value)
        {
            if (c != ' ' || text.Length == 0 || text[^1] != ' ')
            {
                text.Append(c);
            }
        }

        return text.ToString();
    }

    // Headers are read as Latin-1, so this restores the received bytes.
    private static byte[] ToBytes(string text) => Encoding.Latin1.GetBytes(text);

    private static string ToHex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private static string FormatDate(DateTimeOffset time) => time.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static ApiException Invalid(string message) => new(400, "InvalidSignatureException", message);

    private static ApiException Unrecognized(string message) => new(400, "UnrecognizedClientException", message);
}
