using System.IO.Compression;
using System.Net;
using AlternatorHandler.Wire.Signing;

namespace AlternatorHandler.Wire.Compression;

/// <summary>Requests a compressed response, and decompresses it while it is read. If the caller set <c>Accept-Encoding</c>, the response is passed on unchanged.</summary>
internal sealed class ResponseDecompressionHandler : DelegatingHandler
{
    private const string AcceptEncoding = "Accept-Encoding";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        CanNegotiate(request) ? NegotiateAndSendAsync(request, cancellationToken) : base.SendAsync(request, cancellationToken);

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!CanNegotiate(request))
        {
            return base.Send(request, cancellationToken);
        }

        try
        {
            AddAcceptEncoding(request);
            return Decompress(request, base.Send(request, cancellationToken));
        }
        finally
        {
            request.Headers.Remove(AcceptEncoding);
        }
    }

    private async Task<HttpResponseMessage> NegotiateAndSendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            AddAcceptEncoding(request);
            return Decompress(request, await base.SendAsync(request, cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            request.Headers.Remove(AcceptEncoding);
        }
    }

    // A signature may also cover the absence of a header.
    private static bool CanNegotiate(HttpRequestMessage request) =>
        !request.Headers.NonValidated.Contains(AcceptEncoding) && !SignedHeaderNames.FromRequest(request).Contains(AcceptEncoding);

    private static void AddAcceptEncoding(HttpRequestMessage request) => request.Headers.TryAddWithoutValidation(AcceptEncoding, "gzip, deflate");

    private static HttpResponseMessage Decompress(HttpRequestMessage request, HttpResponseMessage response)
    {
        var content = response.Content;
        if (request.Method != HttpMethod.Head
            && content.Headers.NonValidated.TryGetValues("Content-Encoding", out var encodings)
            && ContentDecoder.Find(encodings.ToString()) is { } decoder)
        {
            // The header is the checksum of the compressed body. The AWS SDK would compare it with the decompressed body.
            response.Headers.Remove("x-amz-crc32");
            response.Content = new DecompressedContent(content, decoder, request.RequestUri!.Authority);
        }

        return response;
    }
}

/// <summary>Represents the decompressed body of a response. Its length is unknown until it is read.</summary>
internal sealed class DecompressedContent : HttpContent
{
    private readonly HttpContent _compressed;
    private readonly Func<Stream, Stream> _decoder;
    private readonly string _node;

    public DecompressedContent(HttpContent compressed, Func<Stream, Stream> decoder, string node)
    {
        _compressed = compressed;
        _decoder = decoder;
        _node = node;
        foreach (var (name, values) in compressed.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(name, values);
        }

        Headers.Remove("Content-Encoding");
        Headers.Remove("Content-Length");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var source = await ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await source.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);
    }

    protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        ReadAsStream(cancellationToken).CopyTo(stream);

    protected override Task<Stream> CreateContentReadStreamAsync() => CreateContentReadStreamAsync(CancellationToken.None);

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        Open(await _compressed.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));

    protected override Stream CreateContentReadStream(CancellationToken cancellationToken) => Open(_compressed.ReadAsStream(cancellationToken));

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _compressed.Dispose();
        }
    }

    private DecompressedStream Open(Stream source) => new(source, _decoder, _node);
}

/// <summary>Provides decoders for the encodings that a node can choose from.</summary>
internal static class ContentDecoder
{
    /// <summary>Finds the decoder of an encoding.</summary>
    /// <returns>The decoder, or <see langword="null"/> for another encoding or a list of encodings.</returns>
    public static Func<Stream, Stream>? Find(string encoding) =>
        encoding.Equals("gzip", StringComparison.OrdinalIgnoreCase) ? static source => new GZipStream(source, CompressionMode.Decompress)

        // In HTTP, deflate is the zlib format, and nodes send that (alternator/http_compression.cc). .NET uses the name for the raw format.
        : encoding.Equals("deflate", StringComparison.OrdinalIgnoreCase) ? static source => new ZLibStream(source, CompressionMode.Decompress)
        : null;
}
