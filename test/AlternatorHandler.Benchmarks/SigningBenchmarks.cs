using AlternatorHandler.Wire.Signing;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.DynamoDBv2.Model.Internal.MarshallTransformations;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Runtime.Internal.Util;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;

namespace AlternatorHandler.Benchmarks;

/// <summary>Signs one GetItem, as the SDK does and as we do. Both sign a request that is complete but for its signature.</summary>
[MemoryDiagnoser]
[MinColumn]
[Config(typeof(ShortInProcess))]
public class SigningBenchmarks
{
    private readonly AlternatorCredentials _credentials = new("alternator", "$6$salted.hash/of+the=role");
    private readonly RequestSigner _signer = new(SigningHandler.DefaultRegion);
    private readonly HttpMessageInvoker _noop = new(new NoopHandler());
    private readonly HttpMessageInvoker _signing;

    private readonly BasicAWSCredentials _sdkCredentials = new("alternator", "$6$salted.hash/of+the=role");
    private readonly AmazonDynamoDBConfig _sdkConfig = new() { ServiceURL = "http://10.0.0.1:8000", AuthenticationRegion = SigningHandler.DefaultRegion };
    private readonly AWS4Signer _sdkSigner = new();
    private readonly RequestMetrics _sdkMetrics = new();
    private readonly IRequest _sdkRequest;

    private readonly HttpRequestMessage _request;

    public SigningBenchmarks()
    {
        _signing = new HttpMessageInvoker(
            new SigningHandler(new StaticCredentialsProvider(_credentials), new SigningClock(), SigningHandler.DefaultRegion, TimeProvider.System, NullLogger.Instance)
            {
                InnerHandler = new NoopHandler(),
            });

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

    [Benchmark(Baseline = true, Description = "AWS SDK: AWS4Signer.Sign")]
    public void Sdk()
    {
        // Sign removes and rewrites its own headers, as on a retry.
        _sdkSigner.Sign(_sdkRequest, _sdkConfig, _sdkMetrics, _sdkCredentials);
    }

    [Benchmark(Description = "ours: RequestSigner.Sign + Unsign")]
    public void Ours()
    {
        _signer.Sign(_request, _credentials, TimeProvider.System.GetUtcNow());
        RequestSigner.Unsign(_request, _credentials);
    }

    [Benchmark(Description = "ours: SigningHandler over a handler that does nothing")]
    public Task<HttpResponseMessage> Handler() => _signing.SendAsync(_request, CancellationToken.None);

    [Benchmark(Description = "the handler that does nothing")]
    public Task<HttpResponseMessage> Noop() => _noop.SendAsync(_request, CancellationToken.None);
}
