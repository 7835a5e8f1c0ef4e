namespace AlternatorHandler;

/// <summary>What can be asked of a single request, in <see cref="HttpRequestMessage.Options"/>.</summary>
public static class AlternatorRequestOptions
{
    private static readonly HttpRequestOptionsKey<AlternatorRequestInfo> Key = new("AlternatorHandler.RequestInfo");

    // A message has no options until somebody looks at them. So nobody does before the key was ever handed out.
    private static bool _isUsed;

    /// <summary>Gets the key of an <see cref="AlternatorRequestInfo"/> that the handler fills in. Set it before the request is sent; <c>response.RequestMessage</c> has it still.</summary>
    public static HttpRequestOptionsKey<AlternatorRequestInfo> Info
    {
        get
        {
            Volatile.Write(ref _isUsed, true);
            return Key;
        }
    }

    internal static AlternatorRequestInfo? InfoOf(HttpRequestMessage request) =>
        Volatile.Read(ref _isUsed) && request.Options.TryGetValue(Key, out var info) ? info : null;
}
