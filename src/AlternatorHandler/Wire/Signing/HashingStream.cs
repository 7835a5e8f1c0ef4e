using System.Security.Cryptography;
using AlternatorHandler.Protocol;

namespace AlternatorHandler.Wire.Signing;

/// <summary>The SHA-256 of what is written to it. Keeps one native hash for its thread, which halves the cost of a one-shot call for bodies of this size.</summary>
internal sealed class HashingStream : Stream
{
    [ThreadStatic]
    private static HashingStream? _ofThread;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Gets the thread's stream. Nothing may be awaited between the first write and <see cref="Finish"/>.</summary>
    public static HashingStream OfThread => _ofThread ??= new HashingStream();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Gives the hash, and is ready for the next one.</summary>
    public void Finish(Span<byte> hash) => _hash.GetHashAndReset(hash);

    public override void Write(ReadOnlySpan<byte> buffer) => _hash.AppendData(buffer);

    public override void Write(byte[] buffer, int offset, int count) => _hash.AppendData(buffer, offset, count);

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
            _ofThread = null;
        }

        base.Dispose(disposing);
    }
}

/// <summary>The SHA-256 of a body, read without copying it and without making it unreadable or chunked.</summary>
internal static class PayloadHash
{
    /// <summary>Hashes a body that can be read again: see <see cref="RequestBody"/>.</summary>
    public static void Compute(HttpContent? content, Span<byte> hash)
    {
        var stream = HashingStream.OfThread;
        try
        {
            content?.CopyTo(stream, context: null, CancellationToken.None);
        }
        catch
        {
            // Half a body is in it. The thread's next request gets a new one.
            stream.Dispose();
            throw;
        }

        stream.Finish(hash);
    }
}
