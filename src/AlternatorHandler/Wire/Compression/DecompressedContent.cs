using System.Net;

namespace AlternatorHandler.Wire.Compression;

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
