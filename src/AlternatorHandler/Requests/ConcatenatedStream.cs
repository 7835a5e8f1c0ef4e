using AlternatorHandler.Streams;

namespace AlternatorHandler.Requests;

/// <summary>Reads one stream, then another.</summary>
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
