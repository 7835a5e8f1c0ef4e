using AlternatorHandler.Benchmarks.Paired;
using AlternatorHandler.Options;
using AlternatorHandler.Wire.Signing;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.DynamoDBv2.Model.Internal.MarshallTransformations;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Runtime.Internal.Util;
using Microsoft.Extensions.Logging.Abstractions;

namespace AlternatorHandler.Benchmarks;

/// <summary>Signs one GetItem, as the SDK does and as we do.</summary>
internal sealed class SigningComparison
{
    public const string Command = "signing";

    private readonly AlternatorCredentials _credentials = new("alternator", "$6$salted.hash/of+the=role");
    private readonly RequestSigner _signer = new(SigningHandler.DefaultRegion);
    private readonly HttpMessageInvoker _signing;

    private readonly BasicAWSCredentials _sdkCredentials = new("alternator", "$6$salted.hash/of+the=role");
    private readonly AmazonDynamoDBConfig _sdkConfig = new() { ServiceURL = "http://10.0.0.1:8000", AuthenticationRegion = SigningHandler.DefaultRegion };
    private readonly AWS4Signer _sdkSigner = new();
    private readonly RequestMetrics _sdkMetrics = new();
    private readonly IRequest _sdkRequest;

    private readonly HttpRequestMessage _request;

    private SigningComparison()
    {
        _signing = new HttpMessageInvoker(CreateHandler(new NoopHandler()));

        _sdkRequest = GetItemRequestMarshaller.Instance.Marshall(
            new GetItemRequest { TableName = "orders", Key = new() { ["id"] = new AttributeValue("order-4711") }, ConsistentRead = true });
        _sdkRequest.Endpoint = new Uri(_sdkConfig.ServiceURL);
        _sdkConfig.Validate();

        var body = new MemoryStream();
        _sdkRequest.ContentStream.CopyTo(body);
        _sdkRequest.ContentStream.Position = 0;
        _request = new HttpRequestMessage(HttpMethod.Post, _sdkRequest.Endpoint) { Content = new ReadOnlyMemoryContent(body.ToArray()) };
        _request.Headers.TryAddWithoutValidation("X-Amz-Target", "DynamoDB_20120810.GetItem");
        _request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/x-amz-json-1.0");
    }

    public static async Task ReportAsync()
    {
        var signing = new SigningComparison();
        Console.WriteLine("A request that is complete but for its signature:");
        await new PairedComparison(
            new PairedCase("AWS SDK: `AWS4Signer.Sign`", signing.Sdk),
            new PairedCase("ours: `RequestSigner.Sign` + `Unsign`", signing.Ours),
            new PairedCase("ours: `SigningHandler` over a handler that does nothing", signing.Handler)).ReportAsync();

        Console.WriteLine();
        Console.WriteLine("A GetItem by the SDK, answered in memory:");
        await new PairedComparison(
            Client("AWS SDK, signing", SdkClients.Create(signing._sdkCredentials, static transport => transport)),
            Client("AWS SDK, anonymous", SdkClients.Create(new AnonymousAWSCredentials(), static transport => transport)),
            Client("AWS SDK, anonymous, our handler signing", SdkClients.Create(new AnonymousAWSCredentials(), signing.CreateHandler))).ReportAsync();
    }

    private static PairedCase Client(string name, AmazonDynamoDBClient client)
    {
        var request = new GetItemRequest { TableName = "orders", Key = new() { ["id"] = new AttributeValue("order-4711") }, ConsistentRead = true };
        return new PairedCase(name, async runs =>
        {
            for (; runs > 0; runs--)
            {
                await client.GetItemAsync(request);
            }
        });
    }

    private SigningHandler CreateHandler(HttpMessageHandler transport) =>
        new(new StaticCredentialsProvider(_credentials), new SigningClock(), SigningHandler.DefaultRegion, TimeProvider.System, NullLogger.Instance)
        {
            InnerHandler = transport,
        };

    private Task Sdk(int runs)
    {
        for (; runs > 0; runs--)
        {
            // Sign removes and rewrites its own headers, as on a retry.
            _sdkSigner.Sign(_sdkRequest, _sdkConfig, _sdkMetrics, _sdkCredentials);
        }

        return Task.CompletedTask;
    }

    private Task Ours(int runs)
    {
        for (; runs > 0; runs--)
        {
            _signer.Sign(_request, _credentials, TimeProvider.System.GetUtcNow());
            RequestSigner.Unsign(_request, _credentials);
        }

        return Task.CompletedTask;
    }

    private async Task Handler(int runs)
    {
        for (; runs > 0; runs--)
        {
            await _signing.SendAsync(_request, CancellationToken.None);
        }
    }
}
