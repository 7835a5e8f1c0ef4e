using System.Security.Cryptography;

namespace AlternatorHandler.Wire.Signing;

/// <summary>Signs messages: SigV4 for the node that the message is addressed to.</summary>
internal sealed class RequestSigner(string region, string service = "dynamodb")
{
    private const string DateHeader = "X-Amz-Date";
    private const string TokenHeader = "X-Amz-Security-Token";
    private const string AuthorizationHeader = "Authorization";

    private readonly SigningKeyCache _keys = new(region, service);
    private SigningTime? _time;

    public static bool IsSigned(HttpRequestMessage request) => request.Headers.NonValidated.Contains(AuthorizationHeader);

    /// <summary>Adds the headers that make the message a signed one. Its body must be replayable.</summary>
    public void Sign(HttpRequestMessage request, AlternatorCredentials credentials, DateTimeOffset now)
    {
        var time = TimeAt(now);
        request.Headers.Remove(DateHeader);
        request.Headers.TryAddWithoutValidation(DateHeader, time.Text);
        if (credentials.SessionToken is { } token)
        {
            request.Headers.Remove(TokenHeader);
            request.Headers.TryAddWithoutValidation(TokenHeader, token);
        }

        request.Headers.TryAddWithoutValidation(AuthorizationHeader, Authorize(request, time, _keys.Get(credentials, time.Date)));
    }

    /// <summary>Removes what <see cref="Sign"/> added, so that the next attempt can't be taken for a request that its sender signed.</summary>
    public static void Unsign(HttpRequestMessage request, AlternatorCredentials credentials)
    {
        request.Headers.Remove(AuthorizationHeader);
        request.Headers.Remove(DateHeader);
        if (credentials.SessionToken is not null)
        {
            request.Headers.Remove(TokenHeader);
        }
    }

    private static string Authorize(HttpRequestMessage request, SigningTime time, SigningKey key)
    {
        Span<byte> payloadHash = stackalloc byte[SHA256.HashSizeInBytes];
        PayloadHash.Compute(request.Content, payloadHash);

        var buffer = default(SignedHeaderBuffer);
        var headers = new SignedHeaderSet(buffer);
        try
        {
            headers.Collect(request);
            return Authorization.Create(WireName(request.Method), headers.Items, payloadHash, time, key);
        }
        finally
        {
            headers.Dispose();
        }
    }

    // A known method goes out in capitals however the caller wrote it.
    private static string WireName(HttpMethod method) => method == HttpMethod.Post ? "POST" : HttpMethod.Parse(method.Method).Method;

    private SigningTime TimeAt(DateTimeOffset now)
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
