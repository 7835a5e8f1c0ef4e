namespace AlternatorHandler.Routing;

/// <summary>Which <c>Host</c> header a request carries to every node.</summary>
internal static class HostRule
{
    /// <returns>The header's value, or <see langword="null"/> for the authority of the node that the request goes to.</returns>
    public static string? HostOf(HttpRequestMessage request, Uri uri, string? configured) =>
        request.Headers.Host is { } set ? set
        : request.Headers.NonValidated.Contains("Authorization") ? uri.Authority // The host that was signed is the one that the caller addressed.
        : configured;
}
