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

/// <summary>A compressed reply with a mark behind it, by which to tell whether it was whole.</summary>
/// <remarks>
/// .NET takes compressed data that end early for data that end. But a decoder that has come to the end of its data leaves the mark alone, which begins no gzip member,
/// and one that has not reads beyond it. A reply that lacks just its last bytes, which are checksum and length, has those of the mark instead and fails.
/// </remarks>
internal sealed class EndMarkedStream(Stream source) : ForwardStream
{
    private bool _isAtEnd;

    /// <summary>Gets a value indicating whether the decoder wanted more than there was.</summary>
    public bool IsShort { get; private set; }

    private static ReadOnlySpan<byte> Mark => [0xFF, 0xFF];

    public override int Read(Span<byte> buffer)
    {
        var read = _isAtEnd ? 0 : source.Read(buffer);
        return read > 0 ? read : ReadMark(buffer);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = _isAtEnd ? 0 : await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        return read > 0 ? read : ReadMark(buffer.Span);
    }

    /// <summary>Reads the end of the reply once the decoder is done: the connection is free only then, and the decoder may have stopped short of it.</summary>
    public void ReadEnd()
    {
        if (!_isAtEnd)
        {
            Span<byte> rest = stackalloc byte[1];
            _isAtEnd = source.Read(rest) == 0;
        }
    }

    public async ValueTask ReadEndAsync(CancellationToken cancellationToken)
    {
        if (!_isAtEnd)
        {
            _isAtEnd = await source.ReadAsync(new byte[1], cancellationToken).ConfigureAwait(false) == 0;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            source.Dispose();
        }

        base.Dispose(disposing);
    }

    private int ReadMark(Span<byte> buffer)
    {
        IsShort = _isAtEnd;
        if (_isAtEnd)
        {
            return 0;
        }

        _isAtEnd = true;
        Mark.CopyTo(buffer);
        return Mark.Length;
    }
}
