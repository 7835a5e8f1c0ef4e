using System.Net;
using System.Text;
using AlternatorHandler.Testing.Tests.Support;

namespace AlternatorHandler.Testing.Tests;

public class BodyLimitTests
{
    private const string TooLarge = """{"__type":"com.amazonaws.dynamodb.v20120810#PayloadTooLarge","message":"Request content length limit of 16777216 bytes exceeded"}""";

    [Test]
    public async Task A_body_with_a_too_large_length_is_rejected_unread_and_the_connection_is_closed()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.NodeCount = 1);
        var response = await RawClient.ExchangeAsync(cluster[0], "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 16777217\r\n\r\n");

        Assert.That(response.StatusLine, Is.EqualTo("HTTP/1.1 413 Payload Too Large"));
        Assert.That(response.Body, Is.EqualTo(TooLarge));
        Assert.That(response.Header("Connection"), Is.Null);
        Assert.That(cluster[0].Requests[0].Body.IsEmpty, Is.True);
    }

    [Test]
    public async Task A_body_of_the_maximum_size_is_read()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.NodeCount = 1);
        using var client = new HttpClient();
        using var content = new ByteArrayContent(new byte[16 * 1024 * 1024]);
        content.Headers.Add("X-Amz-Target", "D.Nope");
        using var response = await client.PostAsync(cluster[0].Address, content);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(cluster[0].Requests[0].Body.Length, Is.EqualTo(16 * 1024 * 1024));
    }

    [Test]
    public async Task A_chunked_body_is_rejected_when_it_exceeds_the_limit()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options =>
        {
            options.NodeCount = 1;
            options.MaxRequestBodySize = 10;
        });
        using var client = await RawClient.ConnectAsync(cluster[0]);
        await client.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
        await client.SendAsync(new StringBuilder().Insert(0, "6\r\nabcdef\r\n", 2).ToString());
        var response = await client.ReadToEndAsync();

        Assert.That(response.StatusLine, Is.EqualTo("HTTP/1.1 413 Payload Too Large"));
        Assert.That(response.Body, Does.Contain("Request content length limit of 10 bytes exceeded"));
    }
}
