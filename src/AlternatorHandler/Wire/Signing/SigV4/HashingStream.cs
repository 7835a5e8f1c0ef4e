using System.Security.Cryptography;

namespace AlternatorHandler.Wire.Signing;

/// <summary>Hashes what is written to it and keeps nothing.</summary>
internal sealed class HashingStream : Stream
{
    private readonly byte[] _hash = new byte[SHA256.HashSizeInBytes];
    private IncrementalHash? _parts;
    private long _expected;
    private long _written;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Begins a new hash.</summary>
    /// <param name="length">The number of bytes to come, if known: a content that writes them at once is then hashed in one call, without a hash object.</param>
    public void Restart(long? length)
    {
        _expected = length ?? -1;
        _written = 0;
    }

    public void Finish(Span<byte> hash)
    {
        if (_parts is not null)
        {
            _parts.GetHashAndReset(hash);
            _parts.Dispose();
            _parts = null;
        }
        else if (_written == 0)
        {
            SHA256.HashData([], hash);
        }
        else
        {
            _hash.CopyTo(hash);
        }
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return;
        }

        if (_written == 0 && buffer.Length == _expected)
        {
            SHA256.HashData(buffer, _hash);
        }
        else if (_written == _expected)
        {
            throw new HttpRequestException($"The request's body is longer than the {_expected} bytes that its Content-Length says.");
        }
        else
        {
            _parts ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            _parts.AppendData(buffer);
        }

        _written += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void WriteByte(byte value) => Write([value]);

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
            _parts?.Dispose();
            _parts = null;
        }

        base.Dispose(disposing);
    }
}
