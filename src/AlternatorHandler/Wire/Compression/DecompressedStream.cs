using AlternatorHandler.Streams;

namespace AlternatorHandler.Wire.Compression;

/// <summary>Decompresses a reply, and fails if it is damaged or ends early.</summary>
internal sealed class DecompressedStream : ForwardStream
{
    private readonly EndMarkedStream _source;
    private readonly Stream _decoder;
    private readonly string _node;

    public DecompressedStream(Stream source, Func<Stream, Stream> decoder, string node)
    {
        _source = new EndMarkedStream(source);
        _decoder = decoder(_source);
        _node = node;
    }

    public override int Read(Span<byte> buffer)
    {
        try
        {
            var read = _decoder.Read(buffer);
            if (read == 0 && !buffer.IsEmpty)
            {
                ThrowIfShort();
                _source.ReadEnd();
            }

            return read;
        }
        catch (InvalidDataException exception)
        {
            throw Undecodable(exception);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var read = await _decoder.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (read == 0 && !buffer.IsEmpty)
            {
                ThrowIfShort();
                await _source.ReadEndAsync(cancellationToken).ConfigureAwait(false);
            }

            return read;
        }
        catch (InvalidDataException exception)
        {
            throw Undecodable(exception);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _decoder.Dispose();
        }

        base.Dispose(disposing);
    }

    private void ThrowIfShort()
    {
        if (_source.IsShort)
        {
            throw new InvalidDataException("The compressed data end early.");
        }
    }

    // .NET's own words for damaged data are about archive entries.
    private HttpIOException Undecodable(InvalidDataException exception) =>
        new(HttpRequestError.InvalidResponse, $"The reply of {_node} cannot be decompressed: it {(_source.IsShort ? "ends early" : "is damaged")}.", exception);
}
