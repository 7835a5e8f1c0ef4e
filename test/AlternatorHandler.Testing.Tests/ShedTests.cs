using System.Net;
using AlternatorHandler.Testing.Tests.Support;

namespace AlternatorHandler.Testing.Tests;

public class ShedTests
{
    private const string Put = """{"TableName":"items","Item":{"id":{"S":"1"}}}""";

    private AlternatorTestCluster _cluster = null!;

    private AlternatorTestNode Node => _cluster[0];

    [SetUp]
    public async Task StartAsync() => _cluster = await AlternatorTestCluster.StartAsync(options => options.NodeCount = 1);

    [TearDown]
    public async Task StopAsync() => await _cluster.DisposeAsync();

    [Test]
    public async Task Shed_responds_without_reading_the_body_and_closes_the_connection()
    {
        Node.Faults.Next(1, Fault.Shed);
        var response = await RawClient.ExchangeAsync(Node, RawClient.Post("PutItem", Put));
        var request = Node.Requests[0];

        Assert.That(response.WasReset, Is.False);
        Assert.That(response.StatusLine, Is.EqualTo("HTTP/1.1 400 Bad Request"));
        Assert.That(response.HeaderNames, Is.EquivalentTo(["Content-Length", "Content-Type", "Date"]));
        Assert.That(response.Body, Is.EqualTo("""{"__type":"com.amazonaws.dynamodb.v20120810#RequestLimitExceeded","message":"too many in-flight requests (configured via max_concurrent_requests_per_shard): 64"}"""));
        Assert.That((request.WasExecuted, request.Body.Length), Is.EqualTo((false, 0)));
    }

    [Test]
    public async Task Shed_responds_before_the_body_arrives()
    {
        Node.Faults.Next(1, Fault.Shed);
        var response = await RawClient.ExchangeAsync(Node, "POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: D.PutItem\r\nContent-Length: 100000\r\n\r\n");

        Assert.That(response.IsComplete, Is.True);
    }

    [Test]
    public async Task Shed_does_not_reset_a_connection_on_which_a_large_body_is_in_flight()
    {
        Node.Faults.Next(1, Fault.Shed);
        var response = await RawClient.ExchangeAsync(Node, RawClient.Post("PutItem", new string(' ', 400_000)));

        Assert.That((response.IsComplete, response.WasReset), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task Shed_does_not_reset_a_connection_on_which_the_client_still_sends_a_small_body()
    {
        Node.Faults.Next(1, Fault.Shed);
        using var client = await RawClient.ConnectAsync(Node);
        await client.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: D.PutItem\r\nContent-Length: 3\r\n\r\n");
        await client.ReadResponseAsync();
        await client.SendAsync("1");
        await client.SendAsync("2");
        await client.SendAsync("3");

        Assert.That(await client.ReadToEndAsync(), Is.EqualTo(new RawResponse("", WasReset: false)));
    }

    [Test]
    public async Task The_response_of_Shed_always_reaches_a_client_with_a_new_connection([Values(2, 5_000, 60_000, 500_000)] int size)
    {
        Node.Faults.Always(Fault.Shed);
        using var http = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero });
        for (var i = 0; i < 50; i++)
        {
            using var response = await http.PostAsync(Node.Address, new ByteArrayContent(new byte[size]));
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That(response.Headers.ConnectionClose, Is.Null);
            Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("RequestLimitExceeded"));
        }

        Assert.That(Node.RequestCount, Is.EqualTo(50));
    }
}
