namespace AlternatorHandler;

/// <summary>Provides the keys that the handler supports in <see cref="HttpRequestMessage.Options"/>.</summary>
public static class AlternatorRequestOptions
{
    private static readonly HttpRequestOptionsKey<AlternatorRequestInfo> Key = new("AlternatorHandler.RequestInfo");

    // Reading the options of a message allocates them, so they are not read until the key is first used.
    private static bool _isUsed;

    /// <summary>Gets the key of an <see cref="AlternatorRequestInfo"/> that the handler fills in. Set the value before you send the request; it remains available in <c>response.RequestMessage</c>.</summary>
    public static HttpRequestOptionsKey<AlternatorRequestInfo> Info
    {
        get
        {
            Volatile.Write(ref _isUsed, true);
            return Key;
        }
    }

    internal static AlternatorRequestInfo? GetInfo(HttpRequestMessage request) =>
        Volatile.Read(ref _isUsed) && request.Options.TryGetValue(Key, out var info) ? info : null;
}
