using System.Buffers;

namespace AlternatorHandler.Protocol;

/// <summary>Provides access to request bodies that are read more than once: to find the partition key, to compress, to sign, and to send each attempt.</summary>
/// <remarks>A buffered body also has a length. A body of unknown length is sent chunked, and a node reserves 32 MB for it regardless of its size.</remarks>
internal static class RequestBody
{
    /// <summary>The size in bytes of the largest body that a node accepts, before and after decompression (ScyllaDB's server.hh).</summary>
    public const int MaxSize = 16 * 1024 * 1024;

    /// <summary>Buffers the body unless it is already in memory.</summary>
    /// <exception cref="HttpRequestException">The body is larger than <see cref="MaxSize"/>.</exception>
    public static ValueTask EnsureInMemoryAsync(HttpContent? content, CancellationToken cancellationToken) =>
        content is null || IsInMemory(content) ? ValueTask.CompletedTask : new ValueTask(content.LoadIntoBufferAsync(MaxSize, cancellationToken));

    /// <summary>Buffers the body, so that it can be sent again, unless it is larger than <paramref name="maxSize"/>.</summary>
    /// <returns>Whether the body can be sent again.</returns>
    /// <exception cref="HttpRequestException">The body is of unknown length and larger than <paramref name="maxSize"/>.</exception>
    public static ValueTask<bool> EnsureReplayableAsync(HttpContent? content, int maxSize, CancellationToken cancellationToken) =>
        content is null ? new ValueTask<bool>(true)
        : content.Headers.ContentLength > maxSize ? new ValueTask<bool>(false)
        : IsInMemory(content) ? new ValueTask<bool>(true)
        : BufferAsync(content, maxSize, cancellationToken);

    /// <summary>Copies a body that is in memory into a rented array.</summary>
    /// <returns>The copy, or <see langword="null"/> if the body is not in memory, because reading it would consume it.</returns>
    public static PooledBody? TryCopy(HttpContent? content)
    {
        if (content is not (ByteArrayContent or ReadOnlyMemoryContent))
        {
            return null;
        }

        var body = new PooledBody(content.Headers.ContentLength ?? 0);
        content.CopyTo(body, null, CancellationToken.None);
        return body;
    }

    // Derived types might write different bytes each time, or only once.
    private static bool IsInMemory(HttpContent content) =>
        content is ReadOnlyMemoryContent || content.GetType() == typeof(ByteArrayContent) || content.GetType() == typeof(StringContent);

    private static async ValueTask<bool> BufferAsync(HttpContent content, int maxSize, CancellationToken cancellationToken)
    {
        try
        {
            await content.LoadIntoBufferAsync(maxSize, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            // A part of the body was consumed, so it cannot be sent even once.
            throw new HttpRequestException(
                HttpRequestError.ConfigurationLimitExceeded,
                $"The request body is of unknown length and exceeds Retry:MaxBufferSize ({maxSize} bytes). Set its Content-Length, or raise the option.",
                exception);
        }
    }
}

/// <summary>Represents a request body in a rented array.</summary>
internal sealed class PooledBody(long length) : MemoryStream
{
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(checked((int)length));
    private int _written;

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _written);

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        buffer.CopyTo(_buffer.AsSpan(_written));
        _written += buffer.Length;
    }

    protected override void Dispose(bool disposing)
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        base.Dispose(disposing);
    }
}
