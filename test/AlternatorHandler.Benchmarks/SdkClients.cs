using System.Net;
using System.Net.Http.Headers;
using AlternatorHandler.TestSupport;
using Amazon.DynamoDBv2;
using Amazon.Runtime;

namespace AlternatorHandler.Benchmarks;

/// <summary>Clients of the AWS SDK whose requests end in memory: what is left is what the client itself does.</summary>
internal static class SdkClients
{
    public static AmazonDynamoDBClient Create(AWSCredentials credentials, Func<HttpMessageHandler, HttpMessageHandler> pipeline) =>
        new(credentials, new AmazonDynamoDBConfig
        {
            ServiceURL = "http://10.0.0.1:8000",
            AuthenticationRegion = "us-east-1",
            MaxErrorRetry = 0,
            HttpClientFactory = new OneClientFactory(new HttpClient(pipeline(new ItemHandler()))),
        });

    /// <summary>Answers a GetItem at once.</summary>
    private sealed class ItemHandler : HttpMessageHandler
    {
        private static readonly byte[] Item = """{"Item":{"id":{"S":"order-4711"}}}"""u8.ToArray();

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var content = new ByteArrayContent(Item);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.0");
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content, RequestMessage = request });
        }
    }
}
