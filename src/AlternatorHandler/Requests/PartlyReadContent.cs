using System.Net;

namespace AlternatorHandler.Requests;

/// <summary>A reply that turned out to be too long to keep: what was read of it, then the rest from the connection.</summary>
internal sealed class PartlyReadContent(MemoryStream start, HttpContent original, Stream rest) : HttpContent
{
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        await SerializeToStreamAsync(stream, context, CancellationToken.None).ConfigureAwait(false);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await start.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);
        await rest.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);
    }

    protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        start.CopyTo(stream);
        rest.CopyTo(stream);
    }

    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(new ConcatenatedStream(start, rest));

    protected override Stream CreateContentReadStream(CancellationToken cancellationToken) => new ConcatenatedStream(start, rest);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            original.Dispose();
        }

        base.Dispose(disposing);
    }
}
