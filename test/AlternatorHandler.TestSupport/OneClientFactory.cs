using Amazon.Runtime;

namespace AlternatorHandler.TestSupport;

/// <summary>Supplies the AWS SDK with one client, which the SDK does not dispose.</summary>
internal sealed class OneClientFactory(HttpClient client) : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => client;

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
}
