namespace AlternatorHandler.Testing.Compression;

/// <summary>Hands out one byte at a time, so that a decompressor takes none beyond the end of its member, where the next member may begin.</summary>
internal sealed class ByteByByteStream(byte[] bytes) : Stream
{
    private int _position;

    public bool IsAtEnd => _position == bytes.Length;

    /// <summary>Gets or sets a value indicating whether more was asked for than there was.</summary>
    public bool WasExhausted { get; set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        if (IsAtEnd)
        {
            WasExhausted = true;
            return 0;
        }

        buffer[0] = bytes[_position++];
        return 1;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
