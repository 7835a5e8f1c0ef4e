using Amazon.Runtime;

namespace AlternatorHandler.Rigs.Reliability.Storms;

/// <summary>Gives the AWS SDK one client.</summary>
internal sealed class OneClientFactory(HttpClient client) : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => client;

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
}
