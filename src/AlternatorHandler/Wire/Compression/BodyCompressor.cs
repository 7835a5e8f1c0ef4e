using System.Buffers;
using System.IO.Compression;
using AlternatorHandler.Wire.Signing;

namespace AlternatorHandler.Wire.Compression;

/// <summary>Says which bodies are compressed, and compresses them.</summary>
internal sealed class BodyCompressor(int minSize, CompressionLevel level, SignedBodyWarning warning)
{
    // A node takes no bigger one, compressed or not (server.hh).
    private const int MaxSize = 16 * 1024 * 1024;

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
            || length > MaxSize)
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
