using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using AlternatorHandler.Testing.Tests.Support;

namespace AlternatorHandler.Testing.Tests;

public class CompressionTests
{
    private const string Large = """{"TableName":"items","Key":{"id":{"S":"large"}}}""";

    private AlternatorTestCluster _cluster = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _cluster = await AlternatorTestCluster.StartAsync(options => (options.NodeCount, options.MaxRequestBodySize) = (1, 1_000_000));
        await Tables.CreateAsync(_cluster);
        await PutAsync("large", new string('x', 5_000));
        await PutAsync("small", new string('x', 3_000));
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _cluster.DisposeAsync();

    [TestCase("gzip", "gzip")]
    [TestCase("deflate", "deflate")]
    [TestCase("identity", null)]
    [TestCase("", null)]
    [TestCase("br", null)]
    [TestCase("zstd", null)]
    [TestCase("x-gzip", null)]
    [TestCase("gzip, deflate", "gzip")]
    [TestCase("br, identity, deflate, gzip", "deflate")]
    [TestCase("GZIP, identity", "gzip")]
    [TestCase("dog, gzip ,, cat", "gzip")]
    [TestCase("gzip;q=0.8, deflate;q=0.5", "gzip")]
    [TestCase("br, gzip;q=0, deflate; q = 0.5 , identity;q=0", "deflate")]
    [TestCase("*", "gzip")]
    [TestCase("*, deflate;q=0.5", "gzip")]
    [TestCase("*, deflate", "deflate")]
    [TestCase("*, identity", "gzip")]
    [TestCase("*, gzip;q=0.5", "deflate")]
    [TestCase("gzip ;q=0", null)]
    [TestCase("identity;q=0", null)]
    [TestCase("*;q=0", null)]
    [TestCase("*;q=0.5,identity", "gzip")]
    [TestCase("gzip;q=0.5,identity;q=0.8", "gzip")]
    [TestCase("br;q=0.8,identity;q=0.5,*;q=0", null)]
    [TestCase("\"gzip\"", null)]
    [TestCase("gzip br", null)]
    [TestCase("gzip:q=1", null)]
    [TestCase("deflate;q=0.5, gzip;q=31", "gzip")]
    [TestCase("gzip;q=31,deflate;q=51", "gzip")]
    [TestCase("deflate;q=0.5, gzip;q=0.2", "deflate")]
    [TestCase("deflate;q=0.5, gzip;q=1;q=0.2", "gzip")]
    [TestCase("deflate;q=0.5,gzip;q=0.", "deflate")]
    [TestCase("deflate;q=0.5,gzip;q=0.x", "gzip")]
    [TestCase("deflate;q=-0.5,gzip;q=0.2", "gzip")]
    [TestCase("gzip;nq=1;q=0 ", null)]
    [TestCase("gzip;q=0, gzip;q=1, gzip;q=0", "gzip")]
    [TestCase("br,identity;q=0.5,gzip;q=0.0001", "gzip")]
    public async Task The_compression_of_a_response_is_the_preferred_one_of_Accept_Encoding(string accept, string? expected)
    {
        using var response = await SendAsync("GetItem", Large, ("Accept-Encoding", accept));

        Assert.That(response.Content.Headers.ContentEncoding.SingleOrDefault(), Is.EqualTo(expected));
        Assert.That(await DecompressAsync(response), Does.Contain("xxxxx"));
    }

    [Test]
    public async Task Small_responses_errors_and_health_responses_are_not_compressed()
    {
        using var small = await SendAsync("GetItem", Large.Replace("large", "small", StringComparison.Ordinal), ("Accept-Encoding", "gzip"));
        using var error = await SendAsync(new string('x', 5_000), "{}", ("Accept-Encoding", "gzip"));
        var health = await RawClient.ExchangeAsync(_cluster[0], $"GET / HTTP/1.1\r\nHost: {new string('x', 5000)}\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n");

        Assert.That(small.Content.Headers.ContentEncoding, Is.Empty);
        Assert.That((error.StatusCode, error.Content.Headers.ContentEncoding.Count), Is.EqualTo((HttpStatusCode.BadRequest, 0)));
        Assert.That(health.Header("Content-Encoding"), Is.Null);
    }

    [Test]
    public async Task A_large_response_is_streamed_and_compressed_regardless_of_the_threshold([Values] bool accepts)
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => (options.NodeCount, options.ResponseCompressionThreshold) = (1, 1_000_000));
        await Tables.CreateAsync(cluster);
        await PutAsync("huge", new string('x', 150_000), cluster);
        using var response = await SendAsync(
            cluster, "GetItem", Encoding.UTF8.GetBytes(Large.Replace("large", "huge", StringComparison.Ordinal)), ("Accept-Encoding", accepts ? "gzip" : "identity"));

        Assert.That(response.Headers.TransferEncodingChunked, Is.True);
        Assert.That(response.Content.Headers.ContentEncoding, Has.Count.EqualTo(accepts ? 1 : 0));
        Assert.That(await DecompressAsync(response), Has.Length.GreaterThan(150_000));
    }

    [TestCase(0, false)]
    [TestCase(10, true)]
    public async Task The_compression_threshold_is_configurable(int threshold, bool isCompressed)
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => (options.NodeCount, options.ResponseCompressionThreshold) = (1, threshold));
        await Tables.CreateAsync(cluster);
        await PutAsync("large", "12345", cluster);
        using var response = await SendAsync(cluster, "GetItem", Encoding.UTF8.GetBytes(Large), ("Accept-Encoding", "gzip"));

        Assert.That(response.Content.Headers.ContentEncoding, Has.Count.EqualTo(isCompressed ? 1 : 0));
    }

    [TestCase("gzip", 1)]
    [TestCase("gzip", 2)]
    [TestCase("deflate", 1)]
    [TestCase("deflate", 3)]
    public async Task A_compressed_request_can_have_several_members(string encoding, int members)
    {
        var compressed = Large.Chunk((Large.Length / members) + 1).SelectMany(part => Compress(encoding, new string(part))).ToArray();
        using var response = await SendAsync(_cluster, "GetItem", compressed, ("Content-Encoding", encoding));

        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("xxxxx"));
        Assert.That(_cluster[0].Requests[^1].Body.ToArray(), Is.EqualTo(compressed), "the record has what was on the wire");
    }

    [TestCase("GZIP", "Unsupported Content-Encoding")]
    [TestCase("br", "Unsupported Content-Encoding")]
    [TestCase("gzip, gzip", "Unsupported Content-Encoding")]
    [TestCase("gzip", "Error during gzip decompression of request body")]
    [TestCase("deflate", "Error during gzip decompression of request body")]
    public async Task A_request_with_an_unknown_encoding_or_invalid_data_gets_a_500(string encoding, string message)
    {
        var response = await RawClient.ExchangeAsync(_cluster[0], RawClient.Post("GetItem", Large, $"Content-Encoding: {encoding}", "Connection: close"));

        Assert.That(response.StatusLine, Is.EqualTo("HTTP/1.1 500 Internal Server Error"));
        Assert.That(response.Body, Is.EqualTo($$"""{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError","message":"{{message}}"}"""));
    }

    [Test]
    public async Task A_truncated_compressed_request_gets_a_500([Values("gzip", "deflate")] string encoding, [Values(0, 1, 12, 40)] int length)
    {
        using var response = await SendAsync(_cluster, "GetItem", Compress(encoding, Large)[..length], ("Content-Encoding", encoding));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("Truncated gzip in request body"));
    }

    [Test]
    public async Task An_empty_Content_Encoding_means_no_compression()
    {
        var response = await RawClient.ExchangeAsync(_cluster[0], RawClient.Post("GetItem", Large, "Content-Encoding:", "Connection: close"));

        Assert.That(response.StatusLine, Is.EqualTo("HTTP/1.1 200 OK"));
    }

    [Test]
    public async Task A_request_that_exceeds_the_limit_when_decompressed_is_rejected()
    {
        using var response = await SendAsync(_cluster, "GetItem", Compress("gzip", new string(' ', 1_000_001)), ("Content-Encoding", "gzip"));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
    }

    private async Task PutAsync(string id, string text, AlternatorTestCluster? cluster = null)
    {
        var item = JsonSerializer.Serialize(new { TableName = "items", Item = new { id = new { S = id }, text = new { S = text } } });
        using var response = await SendAsync(cluster ?? _cluster, "PutItem", Encoding.UTF8.GetBytes(item));
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    private Task<HttpResponseMessage> SendAsync(string operation, string body, params (string Name, string Value)[] headers) =>
        SendAsync(_cluster, operation, Encoding.UTF8.GetBytes(body), headers);

    private static async Task<HttpResponseMessage> SendAsync(AlternatorTestCluster cluster, string operation, byte[] body, params (string Name, string Value)[] headers)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, cluster[0].Address) { Content = new ByteArrayContent(body) };
        request.Headers.Add("X-Amz-Target", $"DynamoDB_20120810.{operation}");
        foreach (var (name, value) in headers)
        {
            _ = request.Headers.TryAddWithoutValidation(name, value) || request.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return await http.SendAsync(request);
    }

    private static async Task<string> DecompressAsync(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStreamAsync();
        using var plain = new StreamReader(response.Content.Headers.ContentEncoding.SingleOrDefault() switch
        {
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            "deflate" => new ZLibStream(body, CompressionMode.Decompress),
            _ => body,
        });
        return await plain.ReadToEndAsync();
    }

    private static byte[] Compress(string encoding, string text)
    {
        using var compressed = new MemoryStream();
        using (Stream stream = encoding == "gzip" ? new GZipStream(compressed, CompressionLevel.Optimal) : new ZLibStream(compressed, CompressionLevel.Optimal))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return compressed.ToArray();
    }
}
