using System.Buffers;
using System.IO.Compression;
using AlternatorHandler.Protocol;
using AlternatorHandler.Wire.Signing;
using Microsoft.Extensions.Logging;

namespace AlternatorHandler.Wire.Compression;

/// <summary>Decides which request bodies to compress, and compresses them.</summary>
internal sealed class BodyCompressor(int minSize, CompressionLevel level, SignedBodyWarning warning)
{
    // The length of "Content-Encoding: gzip" with its line end, which a compressed body adds.
    private const int HeaderSize = 24;

    public static BodyCompressor? Create(AlternatorRequestCompressionOptions options, SignedBodyWarning warning) =>
        options is { Enabled: true, Level: not CompressionLevel.NoCompression } ? new BodyCompressor(options.MinSizeBytes, options.Level, warning) : null;

    public bool ShouldCompress(HttpRequestMessage request)
    {
        if (request.Content is not { } content
            || content.Headers.NonValidated.Contains("Content-Encoding")
            || content.Headers.ContentLength is not { } length
            || length < minSize
            || length > RequestBody.MaxSize)
        {
            return false;
        }

        if (SignedHeaderNames.FromRequest(request).IsSigned)
        {
            warning.WarnOnce(request);
            return false;
        }

        return true;
    }

    /// <summary>Compresses a body that is in memory.</summary>
    /// <returns>The compressed content, or the same content if compression does not make it smaller.</returns>
    /// <remarks>The result can be sent any number of times. Its memory is not pooled, because a transport may still read a body after the response has arrived; it occupies only the compressed size.</remarks>
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

            return target.HasOverflowed ? content : CopyHeaders(content, new ReadOnlyMemoryContent(target.Written.ToArray()));
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

/// <summary>Writes to memory, and discards all data once the memory would overflow.</summary>
internal sealed class BoundedStream(Memory<byte> memory) : Stream
{
    private int _length;

    /// <summary>Gets a value indicating whether more data was written than the memory can hold.</summary>
    public bool HasOverflowed { get; private set; }

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
        HasOverflowed |= buffer.Length > memory.Length - _length;
        if (!HasOverflowed)
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

/// <summary>Logs a warning, once per cluster, that compression does not apply to requests that the caller signs.</summary>
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
