using System.Net;
using AlternatorHandler.Streams;

namespace AlternatorHandler.Requests;

/// <summary>Represents a response body that is too long to buffer: the part that was read, then the rest from the connection.</summary>
internal sealed class PartiallyBufferedContent(MemoryStream start, HttpContent original, Stream rest) : HttpContent
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

/// <summary>Represents the concatenation of two streams for reading.</summary>
internal sealed class ConcatenatedStream(Stream first, Stream second) : ForwardStream
{
    private Stream _current = first;

    public override int Read(Span<byte> buffer)
    {
        var read = _current.Read(buffer);
        if (read > 0 || buffer.IsEmpty || _current == second)
        {
            return read;
        }

        _current = second;
        return _current.Read(buffer);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await _current.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (read > 0 || buffer.IsEmpty || _current == second)
        {
            return read;
        }

        _current = second;
        return await _current.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            second.Dispose();
        }

        base.Dispose(disposing);
    }
}
