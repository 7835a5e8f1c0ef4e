using Amazon.Runtime;

namespace AlternatorHandler.Benchmarks.Load;

/// <summary>Gives the SDK one <see cref="HttpClient"/> of our making, and keeps it.</summary>
internal sealed class OneClientFactory(Func<HttpClient> create) : HttpClientFactory
{
    private readonly Lazy<HttpClient> _client = new(create);

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => _client.Value;

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
}
