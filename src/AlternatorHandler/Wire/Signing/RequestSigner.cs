using System.Globalization;
using System.Security.Cryptography;

namespace AlternatorHandler.Wire.Signing;

/// <summary>Signs messages with Signature Version 4 for the node that the message is addressed to.</summary>
internal sealed class RequestSigner(string region, string service = "dynamodb")
{
    private const string DateHeader = "X-Amz-Date";
    private const string TokenHeader = "X-Amz-Security-Token";
    private const string AuthorizationHeader = "Authorization";

    private readonly SigningKeyCache _keys = new(region, service);
    private SigningTime? _time;

    public static bool IsSigned(HttpRequestMessage request) => request.Headers.NonValidated.Contains(AuthorizationHeader);

    /// <summary>Adds the headers of the signature to a message. The message's body must be replayable.</summary>
    public void Sign(HttpRequestMessage request, AlternatorCredentials credentials, DateTimeOffset now)
    {
        var time = GetSigningTime(now);
        var date = new SignedHeader(DateHeader, time.Text);
        var key = _keys.Get(credentials, time.Date);
        if (credentials.SessionToken is { } token)
        {
            Sign(request, key, time, date, new SignedHeader(TokenHeader, token));
        }
        else
        {
            Sign(request, key, time, date);
        }
    }

    /// <summary>Removes the headers that signing added, so that the next attempt is not mistaken for a request that the caller signed.</summary>
    public static void Unsign(HttpRequestMessage request, AlternatorCredentials credentials)
    {
        request.Headers.Remove(AuthorizationHeader);
        request.Headers.Remove(DateHeader);
        if (credentials.SessionToken is not null)
        {
            request.Headers.Remove(TokenHeader);
        }
    }

    private static void Sign(HttpRequestMessage request, SigningKey key, SigningTime time, params ReadOnlySpan<SignedHeader> added)
    {
        Span<byte> payloadHash = stackalloc byte[SHA256.HashSizeInBytes];
        PayloadHash.Compute(request.Content, payloadHash);

        var buffer = default(SignedHeaderBuffer);
        var headers = new SignedHeaderSet(buffer);
        string authorization;
        try
        {
            var replacesAny = headers.Collect(request, added);
            authorization = Authorization.Create(GetSentMethod(request.Method), headers.Items, payloadHash, time, key);
            if (replacesAny)
            {
                foreach (var header in added)
                {
                    request.Headers.Remove(header.Name);
                }
            }
        }
        finally
        {
            headers.Dispose();
        }

        foreach (var header in added)
        {
            request.Headers.TryAddWithoutValidation(header.Name, header.Text);
        }

        request.Headers.TryAddWithoutValidation(AuthorizationHeader, authorization);
    }

    // .NET sends known methods in upper case, regardless of how the caller wrote them.
    private static string GetSentMethod(HttpMethod method) => method == HttpMethod.Post ? "POST" : HttpMethod.Parse(method.Method).Method;

    private SigningTime GetSigningTime(DateTimeOffset now)
    {
        var time = Volatile.Read(ref _time);
        if (time is null || time.UnixSeconds != now.ToUnixTimeSeconds())
        {
            time = new SigningTime(now);
            Volatile.Write(ref _time, time);
        }

        return time;
    }
}

/// <summary>Represents a second in the two formats that a signature uses.</summary>
internal sealed class SigningTime
{
    public SigningTime(DateTimeOffset time)
    {
        UnixSeconds = time.ToUnixTimeSeconds();
        Text = time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        Date = Text[..8];
    }

    public long UnixSeconds { get; }

    /// <summary>Gets the value of <c>X-Amz-Date</c>, as in <c>20150830T123600Z</c>.</summary>
    public string Text { get; }

    /// <summary>Gets the UTC day of the signing key, as in <c>20150830</c>.</summary>
    public string Date { get; }
}
