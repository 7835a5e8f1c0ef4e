using Amazon.Runtime;

namespace AlternatorHandler;

/// <summary>Gives an AWS SDK client the cluster's <see cref="HttpClient"/>. Set it as <see cref="ClientConfig.HttpClientFactory"/> of a client that you make yourself.</summary>
/// <remarks>
/// There is one <see cref="HttpClient"/> for each cluster. The timeouts, the proxy and the connection limit of the client's configuration are ignored, as the SDK
/// does with every factory: <see cref="AlternatorOptions"/> rules them. Set <c>MaxErrorRetry</c> and <c>MaxStaleConnectionRetries</c> to 0: the handler retries.
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

    /// <summary>Returns <see langword="false"/>: the client is kept here, and the SDK's own cache would outlive the service provider.</summary>
    /// <param name="clientConfig">The SDK client's configuration.</param>
    /// <returns><see langword="false"/>.</returns>
    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    /// <summary>Returns <see langword="false"/>: all requests share the client.</summary>
    /// <param name="clientConfig">The SDK client's configuration.</param>
    /// <returns><see langword="false"/>.</returns>
    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
}
