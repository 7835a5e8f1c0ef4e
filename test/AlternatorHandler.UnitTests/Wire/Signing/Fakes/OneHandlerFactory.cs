using Amazon.Runtime;

namespace AlternatorHandler.UnitTests.Wire.Signing.Fakes;

internal sealed class OneHandlerFactory(HttpMessageHandler handler) : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(handler, disposeHandler: false);
}
