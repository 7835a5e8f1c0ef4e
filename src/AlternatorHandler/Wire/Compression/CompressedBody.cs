namespace AlternatorHandler.Wire.Compression;

/// <summary>What is sent as the body of a request, kept on the request for its other attempts.</summary>
internal static class CompressedBody
{
    private const string Key = "AlternatorHandler.CompressedBody";

    private static readonly HttpRequestOptionsKey<HttpContent> OptionsKey = new(Key);

    public static HttpContent? Of(HttpRequestMessage request) => request.Options.TryGetValue(OptionsKey, out var body) ? body : null;

    public static void Keep(HttpRequestMessage request, HttpContent body) => request.Options.Set(OptionsKey, body);

    /// <summary>Ends it with the request's last attempt: the caller may send the message again with another body, or other bytes in the same one.</summary>
    public static void Forget(HttpRequestMessage request) => ((IDictionary<string, object?>)request.Options).Remove(Key);
}
