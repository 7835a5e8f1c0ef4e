using System.Buffers;
using System.IO.Compression;
using AlternatorHandler.Protocol;
using AlternatorHandler.Wire.Signing;
using Microsoft.Extensions.Logging;

namespace AlternatorHandler.Wire.Compression;

/// <summary>Says which bodies are compressed, and compresses them.</summary>
internal sealed class BodyCompressor(int minSize, CompressionLevel level, SignedBodyWarning warning)
{
    // "Content-Encoding: gzip" and its line end go with it.
    private const int HeaderSize = 24;

    public static BodyCompressor? Of(AlternatorRequestCompressionOptions options, SignedBodyWarning warning) =>
        options is { Enabled: true, Level: not CompressionLevel.NoCompression } ? new BodyCompressor(options.MinSizeBytes, options.Level, warning) : null;

    public bool Takes(HttpRequestMessage request)
    {
        if (request.Content is not { } content
            || content.Headers.NonValidated.Contains("Content-Encoding")
            || content.Headers.ContentLength is not { } length
            || length < minSize
            || length > RequestBody.MaxSize)
        {
            return false;
        }

        if (SignedNames.Of(request).IsSigned)
        {
            warning.WarnOnce(request);
            return false;
        }

        return true;
    }

    /// <summary>Compresses a body that is in memory. Returns the same content if that gains nothing.</summary>
    /// <remarks>What it returns can be sent any number of times. It is not pooled: a transport may read a body until after the reply, and the copy is as small as the body is now.</remarks>
    public HttpContent Compress(HttpContent content, CancellationToken cancellationToken)
    {
        var limit = (int)content.Headers.ContentLength!.Value - HeaderSize;
        if (limit <= 0)
        {
            return content;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(limit);
        try
        {
            using var target = new BoundedStream(buffer.AsMemory(0, limit));
            using (var gzip = new GZipStream(target, level, leaveOpen: true))
            {
                content.CopyTo(gzip, context: null, cancellationToken);
            }

            return target.IsFull ? content : CopyHeaders(content, new ReadOnlyMemoryContent(target.Written.ToArray()));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static ReadOnlyMemoryContent CopyHeaders(HttpContent content, ReadOnlyMemoryContent compressed)
    {
        foreach (var (name, values) in content.Headers.NonValidated)
        {
            if (!name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                compressed.Headers.TryAddWithoutValidation(name, values);
            }
        }

        compressed.Headers.TryAddWithoutValidation("Content-Encoding", "gzip");
        return compressed;
    }
}

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

/// <summary>Tells, once for a cluster, that compression has no effect on requests that come signed.</summary>
internal sealed class SignedBodyWarning(string clusterName, ILogger logger)
{
    private int _isWarned;

    public void WarnOnce(HttpRequestMessage request)
    {
        if (Volatile.Read(ref _isWarned) == 0 && Interlocked.Exchange(ref _isWarned, 1) == 0)
        {
            Log.SignedBodyNotCompressed(logger, clusterName, Operation.FromRequest(request).Name);
        }
    }
}
