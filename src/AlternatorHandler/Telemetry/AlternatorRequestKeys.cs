using AlternatorHandler.Telemetry;

namespace AlternatorHandler;

/// <summary>Provides the keys that the handler supports in <see cref="HttpRequestMessage.Options"/>.</summary>
public static class AlternatorRequestKeys
{
    private static readonly HttpRequestOptionsKey<AlternatorRequestInfo> Key = new("AlternatorHandler.RequestInfo");

    /// <summary>Gets the key of an <see cref="AlternatorRequestInfo"/> that the handler fills in. Set the value before you send the request; it remains available in <c>response.RequestMessage</c>.</summary>
    public static HttpRequestOptionsKey<AlternatorRequestInfo> Info
    {
        get
        {
            // Reading the options of a message allocates them, so they are not read until the key is first used.
            RequestTelemetry.Observe();
            return Key;
        }
    }

    internal static AlternatorRequestInfo? GetInfo(HttpRequestMessage request) =>
        RequestTelemetry.IsObserved && request.Options.TryGetValue(Key, out var info) ? info : null;
}
