using System.IO.Compression;
using System.Net;

namespace AlternatorHandler.UnitTests.Wire.Fakes;

/// <summary>Represents a node that records each message with its body, and responds.</summary>
internal sealed class Node(Func<HttpRequestMessage, HttpResponseMessage>? respond = null) : HttpMessageHandler
{
    public List<Message> Received { get; } = [];

    /// <summary>Gets the content objects that were received.</summary>
    public List<HttpContent?> Contents { get; } = [];

    public static HttpResponseMessage CreateResponse(byte[] body, string? encoding = null)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/x-amz-json-1.0");
        content.Headers.ContentLength = body.Length;
        if (encoding is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        }

        return new HttpResponseMessage(HttpStatusCode.OK) { Content = content };
    }

    public static byte[] Compress(byte[] body, string encoding)
    {
        using var compressed = new MemoryStream();
        using (Stream stream = encoding == "gzip" ? new GZipStream(compressed, CompressionLevel.Optimal) : new ZLibStream(compressed, CompressionLevel.Optimal))
        {
            stream.Write(body);
        }

        return compressed.ToArray();
    }

    public static byte[] Decompress(byte[] gzip)
    {
        using var body = new MemoryStream();
        using var stream = new GZipStream(new MemoryStream(gzip), CompressionMode.Decompress);
        stream.CopyTo(body);
        return body.ToArray();
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(Send(request, cancellationToken));

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        request.Content?.CopyTo(body, null, cancellationToken);
        _ = request.Content?.Headers.ContentLength;
        var headers = request.Headers.NonValidated.Concat(request.Content is null ? [] : request.Content.Headers.NonValidated);
        Received.Add(new Message(headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase), body.ToArray()));
        Contents.Add(request.Content);
        return respond?.Invoke(request) ?? CreateResponse("{}"u8.ToArray());
    }

    internal sealed record Message(Dictionary<string, string> Headers, byte[] Body)
    {
        public string? this[string name] => Headers.GetValueOrDefault(name);
    }
}
