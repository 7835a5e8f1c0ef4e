using System.Buffers;
using System.Text;

namespace AlternatorHandler.Wire.Signing;

/// <summary>Appends UTF-8 text to a stack buffer, and moves to a pooled array when the buffer is full.</summary>
internal ref struct Utf8Writer(Span<byte> initial)
{
    private Span<byte> _buffer = initial;
    private byte[]? _rented;

    public int Length { get; private set; }

    public readonly ReadOnlySpan<byte> Written => _buffer[..Length];

    public void Write(byte value)
    {
        Reserve(1)[0] = value;
        Length++;
    }

    public void Write(scoped ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(Reserve(utf8.Length));
        Length += utf8.Length;
    }

    public void Write(scoped ReadOnlySpan<char> text)
    {
        Length += Encoding.UTF8.GetBytes(text, Reserve(Encoding.UTF8.GetMaxByteCount(text.Length)));
    }

    public void WriteLowerCase(string ascii)
    {
        Ascii.ToLower(ascii, Reserve(ascii.Length), out var written);
        Length += written;
    }

    public void WriteHex(scoped ReadOnlySpan<byte> bytes)
    {
        Convert.TryToHexStringLower(bytes, Reserve(bytes.Length * 2), out var written);
        Length += written;
    }

    /// <summary>Appends a copy of a range that is already written.</summary>
    public void Repeat(Range range)
    {
        var (offset, length) = range.GetOffsetAndLength(Length);
        var destination = Reserve(length);
        _buffer.Slice(offset, length).CopyTo(destination);
        Length += length;
    }

    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
            _rented = null;
        }

        _buffer = default;
        Length = 0;
    }

    private Span<byte> Reserve(int size)
    {
        if (_buffer.Length - Length < size)
        {
            Grow(size);
        }

        return _buffer[Length..];
    }

    private void Grow(int size)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, Length + size));
        Written.CopyTo(larger);
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
        }

        _buffer = _rented = larger;
    }
}
