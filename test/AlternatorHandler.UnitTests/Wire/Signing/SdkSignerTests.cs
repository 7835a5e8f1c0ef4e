using AlternatorHandler.Options;
using AlternatorHandler.UnitTests.Wire.Fakes;
using AlternatorHandler.Wire.Signing;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.DynamoDBv2.Model.Internal.MarshallTransformations;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Runtime.Internal.Util;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AlternatorHandler.UnitTests.Wire.Signing;

public sealed class SdkSignerTests
{
    private static readonly AmazonDynamoDBConfig Config = new()
    {
        ServiceURL = "http://10.0.0.1:8000",
        AuthenticationRegion = "us-east-1",
    };

    private static readonly string[] Ids = ["order-4711", "", "größer 語 \U0001F600"];

    [TestCaseSource(nameof(Ids))]
    public async Task The_signature_equals_that_of_the_AWS_SDK_for_the_same_headers_and_time(string id)
    {
        var sdkRequest = GetItemRequestMarshaller.Instance.Marshall(
            new GetItemRequest { TableName = "orders", Key = new() { ["id"] = new AttributeValue(id) }, ConsistentRead = true });
        sdkRequest.Endpoint = new Uri(Config.ServiceURL);
        var expected = new AWS4Signer().SignRequest(
            sdkRequest, Config, new RequestMetrics(), SigningSetup.Credentials.User, SigningSetup.Credentials.Secret, SigningSetup.Noon.UtcDateTime);

        using var wire = new WireTap();
        using var invoker = SigningSetup.Invoker(wire.Handler);
        using var request = await CopyAsync(sdkRequest);
        using var response = await invoker.SendAsync(request, default);

        var authorization = wire.Message["Authorization"];
        Assert.That(authorization, Does.Contain("SignedHeaders=" + expected.SignedHeaders + ","));
        Assert.That(authorization, Does.EndWith("Signature=" + expected.Signature));
    }

    [Test]
    public async Task A_request_of_an_anonymous_SDK_client_is_signed_for_the_node_that_receives_it()
    {
        using var wire = new WireTap();
        var handler = new SigningHandler(
            new StaticCredentialsProvider(SigningSetup.Credentials), new SigningClock(), SigningHandler.DefaultRegion, new FakeTimeProvider(SigningSetup.Noon), NullLogger.Instance)
        {
            InnerHandler = wire.Handler,
        };
        var config = new AmazonDynamoDBConfig { ServiceURL = "http://10.0.0.1:8000", HttpClientFactory = new OneClientFactory(new HttpClient(new RetargetingHandler([new Uri("http://10.0.0.7:8000/")]) { InnerHandler = handler })) };
        using var client = new AmazonDynamoDBClient(new AnonymousAWSCredentials(), config);
        await client.GetItemAsync("orders", new() { ["id"] = new AttributeValue("order-4711") });

        Assert.Multiple(() =>
        {
            Assert.That(wire.Message["Host"], Is.EqualTo("10.0.0.7:8000"), "the SDK sets no Host when it does not sign");
            Assert.That(wire.Message.Verify(), Is.Null);
        });
    }

    private static async Task<HttpRequestMessage> CopyAsync(IRequest sdkRequest)
    {
        var body = new MemoryStream();
        sdkRequest.ContentStream.Position = 0;
        await sdkRequest.ContentStream.CopyToAsync(body);
        var request = new HttpRequestMessage(HttpMethod.Post, sdkRequest.Endpoint) { Content = new ByteArrayContent(body.ToArray()) };
        foreach (var (name, value) in sdkRequest.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return request;
    }
}
