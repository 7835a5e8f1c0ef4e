namespace AlternatorHandler.Testing.Compression;

/// <summary>Returns one byte per read, so that a decompressor does not read beyond the end of its member, where the next one may begin.</summary>
internal sealed class ByteByByteStream(byte[] bytes) : MemoryStream(bytes, writable: false)
{
    public bool IsAtEnd => Position == Length;

    // MemoryStream reads into spans and asynchronously by way of this method in derived classes.
    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1));
}
