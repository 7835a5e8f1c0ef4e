using System.IO.Compression;
using System.Net;
using AlternatorHandler.Wire.Signing;

namespace AlternatorHandler.Wire.Compression;

/// <summary>Asks for a compressed reply, and decompresses it while it is read. A caller that asks for itself gets what the node sends.</summary>
internal sealed class ResponseDecompressionHandler : DelegatingHandler
{
    private const string AcceptEncoding = "Accept-Encoding";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        MayAsk(request) ? AskAndSendAsync(request, cancellationToken) : base.SendAsync(request, cancellationToken);

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!MayAsk(request))
        {
            return base.Send(request, cancellationToken);
        }

        try
        {
            Ask(request);
            return Decompress(request, base.Send(request, cancellationToken));
        }
        finally
        {
            request.Headers.Remove(AcceptEncoding);
        }
    }

    private async Task<HttpResponseMessage> AskAndSendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            Ask(request);
            return Decompress(request, await base.SendAsync(request, cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            request.Headers.Remove(AcceptEncoding);
        }
    }

    // A signature may cover the absence of a header as well.
    private static bool MayAsk(HttpRequestMessage request) =>
        !request.Headers.NonValidated.Contains(AcceptEncoding) && !SignedNames.Of(request).Contains(AcceptEncoding);

    private static void Ask(HttpRequestMessage request) => request.Headers.TryAddWithoutValidation(AcceptEncoding, "gzip, deflate");

    private static HttpResponseMessage Decompress(HttpRequestMessage request, HttpResponseMessage response)
    {
        var content = response.Content;
        if (request.Method != HttpMethod.Head
            && content.Headers.NonValidated.TryGetValues("Content-Encoding", out var encodings)
            && ContentDecoder.Find(encodings.ToString()) is { } decoder)
        {
            // It is the checksum of the compressed body. The AWS SDK would compare it with the decompressed one.
            response.Headers.Remove("x-amz-crc32");
            response.Content = new DecompressedContent(content, decoder, request.RequestUri!.Authority);
        }

        return response;
    }
}

/// <summary>The body of a reply as it was before the node compressed it. Its length is unknown until it is read.</summary>
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

/// <summary>The encodings that a node may choose from.</summary>
internal static class ContentDecoder
{
    /// <returns>What opens the encoding, or <see langword="null"/> if it is another one, or several.</returns>
    public static Func<Stream, Stream>? Find(string encoding) =>
        encoding.Equals("gzip", StringComparison.OrdinalIgnoreCase) ? static source => new GZipStream(source, CompressionMode.Decompress)

        // HTTP's deflate is zlib's format, and nodes send that (alternator/http_compression.cc), not the bare one that .NET calls so.
        : encoding.Equals("deflate", StringComparison.OrdinalIgnoreCase) ? static source => new ZLibStream(source, CompressionMode.Decompress)
        : null;
}
