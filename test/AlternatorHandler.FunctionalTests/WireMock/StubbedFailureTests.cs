using System.IO.Compression;
using System.Net;
using System.Text;
using Amazon.Runtime;
using WireMock.ResponseBuilders;

namespace AlternatorHandler.FunctionalTests.WireMock;

public sealed class StubbedFailureTests
{
    private const int Calls = 6;

    [TestCase("GetItem", 500, "InternalServerError")]
    [TestCase("GetItem", 503, "ServiceUnavailable")]
    [TestCase("GetItem", 400, "ProvisionedThroughputExceededException")]
    [TestCase("PutItem", 500, "InternalServerError")]
    [TestCase("UpdateItem", 400, "ThrottlingException")]
    [TestCase("UpdateItem", 400, "RequestLimitExceeded")]
    public async Task A_failure_that_is_safe_to_repeat_is_repeated(string operation, int status, string type)
    {
        using var nodes = WireMockNodes.Start();
        nodes.StubAll(operation, Stub.Success());
        nodes[0].Given(Stub.Operation(operation)).InScenario("one failure").WillSetStateTo("recovered").RespondWith(Stub.Error(status, type));
        await using var client = await nodes.ConnectAsync();

        for (var i = 0; i < Calls; i++)
        {
            using var response = await SendAsync(client, operation);
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }

        Assert.That(nodes.GetLog(0, operation).Select(entry => entry.ResponseMessage!.StatusCode).Take(2), Is.EqualTo([status, 200]));
        Assert.That(nodes.GetLog(operation), Has.Count.EqualTo(Calls + 1));
    }

    [TestCase(500, "InternalServerError")]
    [TestCase(503, "ServiceUnavailable")]
    public async Task A_failed_ADD_is_sent_once_and_the_caller_gets_the_response(int status, string type)
    {
        using var nodes = WireMockNodes.Start();
        nodes.StubAll("UpdateItem", Stub.Error(status, type));
        await using var client = await nodes.ConnectAsync();

        using var response = await SendAsync(client, "UpdateItem");

        Assert.That((int)response.StatusCode, Is.EqualTo(status));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain(type));
        Assert.That(nodes.GetLog("UpdateItem"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_read_that_fails_everywhere_ends_with_the_last_response_after_four_attempts()
    {
        using var nodes = WireMockNodes.Start();
        nodes.StubAll("GetItem", Stub.Error(503, "ServiceUnavailable"));
        await using var client = await nodes.ConnectAsync();

        using var response = await SendAsync(client, "GetItem");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(nodes.GetLog("GetItem"), Has.Count.EqualTo(4));
        Assert.That(nodes.CountRequests("GetItem"), Is.All.GreaterThan(0));
    }

    [Test]
    public async Task A_lost_response_of_an_idempotent_operation_moves([Values("GetItem", "PutItem")] string operation, [Values] ResetPoint point)
    {
        using var nodes = WireMockNodes.Start();
        nodes.StubAll(operation, Stub.Success());
        nodes[0].Given(Stub.Operation(operation)).RespondWith(Stub.Lost(point));
        await using var client = await nodes.ConnectAsync();

        for (var i = 0; i < Calls; i++)
        {
            using var response = await SendAsync(client, operation);
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }

        var lost = nodes.GetLog(0, operation).Count;
        Assert.That(lost, Is.GreaterThan(0));
        Assert.That(nodes.GetLog(operation), Has.Count.EqualTo(Calls + lost));
    }

    [Test]
    public async Task An_ADD_whose_response_is_lost_is_sent_once_and_the_caller_gets_an_exception([Values] ResetPoint point)
    {
        using var nodes = WireMockNodes.Start();
        nodes.StubAll("UpdateItem", Stub.Lost(point));
        await using var client = await nodes.ConnectAsync();

        var failure = await Failure.OfAsync(() => SendAsync(client, "UpdateItem"));

        Assert.That(failure, Is.InstanceOf<HttpRequestException>());
        Assert.That(failure.Data["AlternatorHandler.Attempts"], Has.Length.EqualTo(1));
        Assert.That(nodes.GetLog("UpdateItem"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_read_moves_from_a_server_that_responds_later_than_the_attempt_timeout()
    {
        using var nodes = WireMockNodes.Start();
        nodes.StubAll("GetItem", Stub.Success());
        nodes[0].Given(Stub.Operation("GetItem")).RespondWith(Stub.Success().WithDelay(1.Seconds()));
        await using var client = await nodes.ConnectAsync(options => options.Retry.AttemptTimeout = 300.Milliseconds());

        var attempts = new List<AlternatorAttemptInfo>();
        for (var i = 0; i < 3; i++)
        {
            using var request = CreateRequest("GetItem");
            var info = new AlternatorRequestInfo();
            request.Options.Set(AlternatorRequestKeys.Info, info);
            using var response = await WireMockNodes.CreateHttpClient(client).SendAsync(request);
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(info.Node, Is.Not.EqualTo(nodes.GetAddress(0)));
            attempts.AddRange(info.Attempts);
        }

        Assert.That(attempts.Select(attempt => attempt.Node), Has.Some.EqualTo(nodes.GetAddress(0)));
    }

    [Test]
    public async Task An_ADD_that_exceeds_the_attempt_timeout_is_sent_once()
    {
        using var nodes = WireMockNodes.Start();
        nodes.StubAll("UpdateItem", Stub.Success().WithDelay(500.Milliseconds()));
        await using var client = await nodes.ConnectAsync(options => options.Retry.AttemptTimeout = 100.Milliseconds());

        var failure = await Failure.OfAsync(() => SendAsync(client, "UpdateItem"));

        Assert.That(failure, Is.InstanceOf<HttpRequestException>().With.InnerException.InstanceOf<TimeoutException>());
        Assert.That(failure.Data["AlternatorHandler.Attempts"], Has.Length.EqualTo(1));

        // WireMock logs a request after its delay.
        await Eventually.TrueAsync(() => nodes.GetLog("UpdateItem").Count > 0, 10.Seconds());
        Assert.That(nodes.GetLog("UpdateItem"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_complete_response_with_an_invalid_body_is_a_success_of_the_server([Values(FaultType.EMPTY_RESPONSE, FaultType.MALFORMED_RESPONSE_CHUNK)] FaultType fault)
    {
        using var nodes = WireMockNodes.Start();
        nodes.StubAll("GetItem", Stub.Success().WithFault(fault));
        await using var client = await nodes.ConnectAsync();

        using var response = await SendAsync(client, "GetItem");
        var failure = await Failure.OfAsync(() => client.DynamoDB.GetItemAsync(Orders.Get("a")));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await response.Content.ReadAsByteArrayAsync(), fault == FaultType.EMPTY_RESPONSE ? Is.Empty : Is.Not.Empty);
        Assert.That(failure, Is.InstanceOf<AmazonUnmarshallingException>());
        Assert.That(nodes.GetLog("GetItem"), Has.Count.EqualTo(2));
        Assert.That(client.Cluster.Nodes.Select(node => node.LastFailure), Is.All.Null);
    }

    [Test]
    public async Task A_damaged_compressed_response_moves_a_read()
    {
        using var nodes = WireMockNodes.Start();
        nodes.StubAll("GetItem", Stub.Success());
        nodes[0].Given(Stub.Operation("GetItem")).RespondWith(Response.Create()
            .WithHeader("Content-Encoding", "gzip")
            .WithBody(Compress("""{"Item":{"Id":{"S":"a"}}}"""))
            .WithFault(FaultType.MALFORMED_RESPONSE_CHUNK));
        await using var client = await nodes.ConnectAsync(options => options.ResponseCompression.Enabled = true);

        for (var i = 0; i < Calls; i++)
        {
            var response = await client.DynamoDB.GetItemAsync(Orders.Get("a"));
            Assert.That(response.Item["Id"].S, Is.EqualTo("a"));
        }

        Assert.That(nodes.GetLog(0, "GetItem"), Is.Not.Empty);
    }

    [Test]
    public async Task The_checksum_of_a_compressed_body_is_removed_with_its_encoding()
    {
        using var nodes = WireMockNodes.Start();
        var body = Compress("""{"Item":{"Id":{"S":"a"}}}""");
        nodes.StubAll("GetItem", Response.Create()
            .WithHeader("Content-Encoding", "gzip")
            .WithHeader("x-amz-crc32", "1")
            .WithBody(body));
        await using var client = await nodes.ConnectAsync(options => options.ResponseCompression.Enabled = true);

        var response = await client.DynamoDB.GetItemAsync(Orders.Get("a"));

        Assert.That(response.Item["Id"].S, Is.EqualTo("a"));
    }

    private static async Task<HttpResponseMessage> SendAsync(TestClient client, string operation)
    {
        using var request = CreateRequest(operation);
        return await WireMockNodes.CreateHttpClient(client).SendAsync(request);
    }

    // The update adds to a number, so that a second execution would change the result.
    private static HttpRequestMessage CreateRequest(string operation) => operation switch
    {
        "GetItem" => AlternatorRequest.Get("a"),
        "PutItem" => AlternatorRequest.Put("a"),
        _ => AlternatorRequest.Of(operation, """{"TableName":"Orders","Key":{"Id":{"S":"a"}},"UpdateExpression":"ADD Amount :one","ExpressionAttributeValues":{":one":{"N":"1"}}}"""),
    };

    private static byte[] Compress(string text)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return compressed.ToArray();
    }
}
