using AlternatorHandler.Testing.Tests.Support;

namespace AlternatorHandler.Testing.Tests;

public class HttpTests
{
    private AlternatorTestCluster _cluster = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _cluster = await AlternatorTestCluster.StartAsync(options => options.NodeCount = 1);

    [OneTimeTearDown]
    public async Task StopAsync() => await _cluster.DisposeAsync();

    [Test]
    public async Task A_connection_serves_several_requests_in_sequence()
    {
        using var client = await RawClient.ConnectAsync(_cluster[0]);
        for (var i = 0; i < 3; i++)
        {
            await client.SendAsync(RawClient.Post("ListTables", "{}"));
            Assert.That((await client.ReadResponseAsync()).StatusLine, Is.EqualTo("HTTP/1.1 200 OK"));
        }
    }

    [Test]
    public async Task A_request_can_arrive_byte_by_byte()
    {
        using var client = await RawClient.ConnectAsync(_cluster[0]);
        foreach (var c in RawClient.Post("ListTables", "{  }"))
        {
            await client.SendAsync(c.ToString());
        }

        Assert.That((await client.ReadResponseAsync()).StatusLine, Is.EqualTo("HTTP/1.1 200 OK"));
        Assert.That(_cluster[0].Requests[^1].Body.Length, Is.EqualTo(4));
    }

    [Test]
    public async Task The_chunks_of_a_body_are_combined()
    {
        using var client = await RawClient.ConnectAsync(_cluster[0]);
        await client.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: D.ListTables\r\nTransfer-Encoding: chunked\r\n\r\n");
        await client.SendAsync("1\r\n{\r\n");
        await client.SendAsync("2;extension=1\r\n  \r\n1\r\n}\r\n0\r\nTrailer: x\r\n\r\n");

        Assert.That((await client.ReadResponseAsync()).StatusLine, Is.EqualTo("HTTP/1.1 200 OK"));
        Assert.That(_cluster[0].Requests[^1].Body.ToArray(), Is.EqualTo("{  }"u8.ToArray()));
    }

    [Test]
    public async Task A_request_with_Expect_100_continue_gets_a_100_response()
    {
        using var client = await RawClient.ConnectAsync(_cluster[0]);
        await client.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: D.ListTables\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
        Assert.That(await client.ReadAsync(), Is.EqualTo("HTTP/1.1 100 Continue\r\n\r\n"));

        await client.SendAsync("{}");
        Assert.That((await client.ReadResponseAsync()).StatusLine, Is.EqualTo("HTTP/1.1 200 OK"));
    }

    [TestCase("nonsense\r\n\r\n", "400 Bad Request", "Can't parse the request")]
    [TestCase("GET / HTTP/2.0\r\n\r\n", "400 Bad Request", "Can't parse the request")]
    [TestCase("GET / HTTP/1.1\r\nno colon\r\n\r\n", "400 Bad Request", "Can't parse the request")]
    [TestCase("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", "400 Bad Request", "Can't parse the request")]
    [TestCase("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", "400 Bad Request", "Can't parse chunk size and extensions")]
    [TestCase("POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", "501 Not Implemented", "Encodings other than \"chunked\" are not implemented (received encoding: \"gzip\")")]
    public async Task A_malformed_request_is_rejected_and_its_connection_is_closed(string request, string status, string body)
    {
        var response = await RawClient.ExchangeAsync(_cluster[0], request);

        Assert.That(response.StatusLine, Is.EqualTo($"HTTP/1.1 {status}"));
        Assert.That(response.Body, Is.EqualTo(body));
    }

    [Test]
    public async Task A_request_with_Connection_close_gets_a_response_with_Connection_close()
    {
        var response = await RawClient.ExchangeAsync(_cluster[0], RawClient.Post("ListTables", "{}", "Connection: close"));

        Assert.That(response.Header("Connection"), Is.EqualTo("close"));
        Assert.That(response.WasReset, Is.False);
    }

    [Test]
    public async Task An_HTTP_1_0_request_gets_an_HTTP_1_0_response_and_its_connection_is_closed()
    {
        var response = await RawClient.ExchangeAsync(_cluster[0], "GET / HTTP/1.0\r\n\r\n");

        Assert.That(response.StatusLine, Is.EqualTo("HTTP/1.0 200 OK"));
    }

    [Test]
    public async Task Headers_are_recorded_as_received()
    {
        await RawClient.ExchangeAsync(_cluster[0], "GET /localnodes?dc=a HTTP/1.1\r\nx-b: 1\r\nHost:  h \r\nX-B: 2\r\nconnection: close\r\n\r\n");

        var request = _cluster[0].Requests[^1];
        Assert.That(request.Headers.Select(header => $"{header.Key}={header.Value}"), Is.EqualTo(["x-b=1", "Host=h", "X-B=2", "connection=close"]));
        Assert.That(request.Path, Is.EqualTo("/localnodes?dc=a"));
        Assert.That(request.Header("X-B"), Is.EqualTo("1,2"));
        Assert.That(request.Operation, Is.Null);
        Assert.That(request.StatusCode, Is.EqualTo(200));
    }
}
