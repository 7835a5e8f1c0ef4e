namespace AlternatorHandler.Requests;

/// <summary>Which <c>Host</c> header a request carries to every node.</summary>
internal static class HostRule
{
    /// <summary>The header of requests that come without one: the cluster's own, and those of callers that sign nothing.</summary>
    /// <remarks>
    /// Over https the certificate is checked for it. Requests that come signed name the first seed, so its name is the one that the nodes have certificates for;
    /// what the handler signs names the node.
    /// </remarks>
    /// <returns>The header's value, or <see langword="null"/> for the authority of the node that the request goes to.</returns>
    public static string? GetConfigured(AlternatorOptions options) =>
        options.HostHeader is { } configured ? configured
        : options.Seeds[0] is { Scheme: "https", HostNameType: UriHostNameType.Dns } seed && options.GetCredentialsProvider() is null ? seed.Authority
        : null;

    /// <summary>The header of a caller's request.</summary>
    /// <returns>The header's value, or <see langword="null"/> for the authority of the node that the request goes to.</returns>
    public static string? GetHost(HttpRequestMessage request, Uri uri, string? configured) =>
        request.Headers.Host is { } set ? set
        : request.Headers.NonValidated.Contains("Authorization") ? uri.Authority // The host that was signed is the one that the caller addressed.
        : configured;
}
