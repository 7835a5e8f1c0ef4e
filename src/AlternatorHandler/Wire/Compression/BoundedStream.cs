namespace AlternatorHandler.Wire.Compression;

/// <summary>Writes to memory until it is full, and from then on nowhere.</summary>
internal sealed class BoundedStream(Memory<byte> memory) : Stream
{
    private int _length;

    /// <summary>Gets a value indicating whether more was written than there is room for.</summary>
    public bool IsFull { get; private set; }

    public ReadOnlySpan<byte> Written => memory.Span[.._length];

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        IsFull |= buffer.Length > memory.Length - _length;
        if (!IsFull)
        {
            buffer.CopyTo(memory.Span[_length..]);
            _length += buffer.Length;
        }
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
