namespace AlternatorHandler.Testing.Compression;

/// <summary>Hands out one byte at a time, so that a decompressor takes none beyond the end of its member, where the next member may begin.</summary>
internal sealed class ByteByByteStream(byte[] bytes) : Stream
{
    public int Consumed { get; private set; }

    public bool IsAtEnd => Consumed == bytes.Length;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        if (IsAtEnd || buffer.IsEmpty)
        {
            return 0;
        }

        buffer[0] = bytes[Consumed++];
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
