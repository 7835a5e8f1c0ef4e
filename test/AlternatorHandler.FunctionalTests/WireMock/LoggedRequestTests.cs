using Amazon.Runtime;
using WireMock.Logging;

namespace AlternatorHandler.FunctionalTests.WireMock;

public sealed class LoggedRequestTests
{
    [Test]
    public async Task An_unsigned_request_has_the_host_of_its_server_and_no_signature()
    {
        using var nodes = WireMockNodes.Start();
        nodes.StubAll("GetItem", Stub.Success());
        await using var client = await nodes.ConnectAsync();

        await GetItemsAsync(client);

        for (var i = 0; i < 3; i++)
        {
            var entry = nodes.GetLog(i, "GetItem").Single();
            Assert.That(GetHeader(entry, "Host"), Is.EqualTo(nodes.GetAddress(i).Authority));
            Assert.That(entry.RequestMessage!.Headers!.Keys, Has.None.EqualTo("Authorization").IgnoreCase.And.None.StartsWith("X-Amz-Date").IgnoreCase);
            Assert.That(entry.RequestMessage.Body, Is.EqualTo("""{"TableName":"Orders","Key":{"Id":{"S":"a"}}}"""));
        }
    }

    [Test]
    public async Task A_request_that_the_handler_signs_is_signed_for_its_server()
    {
        using var nodes = WireMockNodes.Start();
        nodes.StubAll("GetItem", Stub.Success());
        await using var client = await nodes.ConnectAsync(options => options.Credentials = new AlternatorCredentials("alternator", "secret"));

        await GetItemsAsync(client);

        for (var i = 0; i < 3; i++)
        {
            var entry = nodes.GetLog(i, "GetItem").Single();
            Assert.That(GetHeader(entry, "Host"), Is.EqualTo(nodes.GetAddress(i).Authority));
            Assert.That(GetHeader(entry, "X-Amz-Date"), Does.Match(@"^\d{8}T\d{6}Z$"));
            Assert.That(
                GetHeader(entry, "Authorization"),
                Does.Match(@"^AWS4-HMAC-SHA256 Credential=alternator/\d{8}/us-east-1/dynamodb/aws4_request, ?SignedHeaders=[a-z0-9;-]*\bhost;[a-z0-9;-]+, ?Signature=[0-9a-f]{64}$"));
        }

        Assert.That(nodes.GetLog("GetItem").Select(entry => GetHeader(entry, "Authorization")), Is.Unique);
    }

    [Test]
    public async Task All_attempts_of_a_request_that_the_SDK_signs_have_its_host_and_its_signature()
    {
        using var nodes = WireMockNodes.Start();
        nodes.StubAll("GetItem", Stub.Error(503, "ServiceUnavailable"));
        await using var client = await nodes.ConnectAsync(credentials: new BasicAWSCredentials("alternator", "secret"));

        await Failure.OfAsync(() => client.DynamoDB.GetItemAsync(Orders.Get("a")));

        var attempts = nodes.GetLog("GetItem");
        Assert.That(nodes.CountRequests("GetItem"), Is.All.GreaterThan(0));
        Assert.That(attempts.Select(entry => GetHeader(entry, "Host")), Is.All.EqualTo(nodes.GetAddress(0).Authority));
        Assert.That(attempts.Select(entry => GetHeader(entry, "Authorization")).Distinct().ToArray(), Has.Length.EqualTo(1).And.All.StartsWith("AWS4-HMAC-SHA256 Credential=alternator/"));
        Assert.That(attempts.Select(entry => GetHeader(entry, "X-Amz-Date")).Distinct().ToArray(), Has.Length.EqualTo(1));
    }

    private static async Task GetItemsAsync(TestClient client)
    {
        for (var i = 0; i < 3; i++)
        {
            using var request = AlternatorRequest.Get("a");
            using var response = await WireMockNodes.CreateHttpClient(client).SendAsync(request);
            response.EnsureSuccessStatusCode();
        }
    }

    private static string GetHeader(ILogEntry entry, string name) =>
        entry.RequestMessage!.Headers!.Single(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value.Single();
}
