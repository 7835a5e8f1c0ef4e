namespace AlternatorHandler.Requests;

/// <summary>Determines the <c>Host</c> header of a request, which is the same for every node.</summary>
internal static class HostRule
{
    /// <summary>Gets the header for requests without one: the cluster's own requests, and unsigned requests of callers.</summary>
    /// <remarks>
    /// With HTTPS, the node's certificate must match this host. Requests that the caller signs carry the name of the first seed, so the nodes have certificates for that name.
    /// Requests that the handler signs carry the node's authority.
    /// </remarks>
    /// <returns>The header's value, or <see langword="null"/> for the authority of the node that receives the request.</returns>
    public static string? GetConfigured(AlternatorOptions options) =>
        options.HostHeader is { } configured ? configured
        : options.Seeds[0] is { Scheme: "https", HostNameType: UriHostNameType.Dns } seed && options.GetCredentialsProvider() is null ? seed.Authority
        : null;

    /// <summary>Gets the header for a caller's request.</summary>
    /// <returns>The header's value, or <see langword="null"/> for the authority of the node that receives the request.</returns>
    public static string? GetHost(HttpRequestMessage request, Uri uri, string? configured) =>
        request.Headers.Host is { } set ? set
        : request.Headers.NonValidated.Contains("Authorization") ? uri.Authority // The caller signed the host that it addressed.
        : configured;
}
