using AlternatorHandler.Streams;

namespace AlternatorHandler.Wire.Compression;

/// <summary>Decompresses a response, and fails if the data is damaged or ends early.</summary>
internal sealed class DecompressedStream : ForwardStream
{
    private readonly TruncationDetectingStream _source;
    private readonly Stream _decoder;
    private readonly string _node;

    public DecompressedStream(Stream source, Func<Stream, Stream> decoder, string node)
    {
        _source = new TruncationDetectingStream(source);
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
                ThrowIfTruncated();
                _source.ReadEnd();
            }

            return read;
        }
        catch (InvalidDataException exception)
        {
            throw CreateException(exception);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var read = await _decoder.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (read == 0 && !buffer.IsEmpty)
            {
                ThrowIfTruncated();
                await _source.ReadEndAsync(cancellationToken).ConfigureAwait(false);
            }

            return read;
        }
        catch (InvalidDataException exception)
        {
            throw CreateException(exception);
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

    private void ThrowIfTruncated()
    {
        if (_source.IsTruncated)
        {
            throw new InvalidDataException("The compressed data ends early.");
        }
    }

    // The messages of .NET for damaged data refer to archive entries.
    private HttpIOException CreateException(InvalidDataException exception) =>
        new(HttpRequestError.InvalidResponse, $"The response of {_node} cannot be decompressed: it {(_source.IsTruncated ? "ends early" : "is damaged")}.", exception);
}

/// <summary>Appends a marker to compressed data, to detect whether the data was complete.</summary>
/// <remarks>
/// .NET accepts compressed data that ends early as complete. A decoder that has reached the end of its data does not read beyond the marker, which does not begin a gzip member;
/// a decoder that has not reached the end does. If only the last bytes are missing, which are checksum and length, the bytes of the marker take their place and decompression fails.
/// </remarks>
internal sealed class TruncationDetectingStream(Stream source) : ForwardStream
{
    private bool _isAtEnd;

    /// <summary>Gets a value indicating whether the decoder tried to read beyond the end of the data.</summary>
    public bool IsTruncated { get; private set; }

    private static ReadOnlySpan<byte> Marker => [0xFF, 0xFF];

    public override int Read(Span<byte> buffer)
    {
        var read = _isAtEnd ? 0 : source.Read(buffer);
        return read > 0 ? read : ReadMarker(buffer);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = _isAtEnd ? 0 : await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        return read > 0 ? read : ReadMarker(buffer.Span);
    }

    /// <summary>Reads to the end of the response after the decoder has finished. Otherwise the connection would not be released, because the decoder may stop before the end.</summary>
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

    private int ReadMarker(Span<byte> buffer)
    {
        IsTruncated = _isAtEnd;
        if (_isAtEnd)
        {
            return 0;
        }

        _isAtEnd = true;
        Marker.CopyTo(buffer);
        return Marker.Length;
    }
}
