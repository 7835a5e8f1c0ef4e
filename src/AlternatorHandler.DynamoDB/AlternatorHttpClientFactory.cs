using Amazon.Runtime;

namespace AlternatorHandler;

/// <summary>Provides AWS SDK clients with the <see cref="HttpClient"/> of a cluster. Set it as <see cref="ClientConfig.HttpClientFactory"/> of a client that you create yourself.</summary>
/// <remarks>
/// There is one <see cref="HttpClient"/> for each cluster. The SDK ignores the timeouts, the proxy and the connection limit of a client's configuration if there is a factory:
/// use <see cref="AlternatorOptions"/> instead. Set <c>MaxErrorRetry</c> and <c>MaxStaleConnectionRetries</c> to 0, because the handler retries.
/// </remarks>
public sealed class AlternatorHttpClientFactory : HttpClientFactory
{
    private readonly HttpClient _client;

    internal AlternatorHttpClientFactory(HttpClient client)
    {
        _client = client;
    }

    /// <inheritdoc />
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => _client;

    /// <summary>Returns <see langword="false"/>: the factory keeps the client, and the cache of the SDK would outlive the service provider.</summary>
    /// <param name="clientConfig">The configuration of the SDK client.</param>
    /// <returns><see langword="false"/>.</returns>
    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    /// <summary>Returns <see langword="false"/>: all requests share the client.</summary>
    /// <param name="clientConfig">The configuration of the SDK client.</param>
    /// <returns><see langword="false"/>.</returns>
    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
}
