using System.Buffers;

namespace AlternatorHandler.Requests;

/// <summary>Buffers response bodies, so that a node that fails in the middle of a response causes a failed attempt and not a broken stream for the caller.</summary>
internal static class ResponseBuffer
{
    private const int InitialSize = 16 * 1024;

    /// <summary>Reads the body into memory, unless it is longer than <paramref name="maxSize"/>; a longer body is streamed to the caller.</summary>
    public static ValueTask LoadAsync(HttpResponseMessage response, int maxSize, bool isAsync, CancellationToken cancellationToken)
    {
        var length = response.Content.Headers.ContentLength;
        if (length > maxSize)
        {
            return ValueTask.CompletedTask;
        }

        if (length is not null && isAsync)
        {
            // HttpContent's own buffer has the exact size and needs the fewest allocations.
            return new ValueTask(response.Content.LoadIntoBufferAsync(maxSize, cancellationToken));
        }

        return LoadUnknownLengthAsync(response, maxSize, isAsync, cancellationToken);
    }

    private static async ValueTask LoadUnknownLengthAsync(HttpResponseMessage response, int maxSize, bool isAsync, CancellationToken cancellationToken)
    {
        var content = response.Content;
        var stream = isAsync
            ? await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false)
            : content.ReadAsStream(cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(content.Headers.ContentLength ?? InitialSize, maxSize) + 1);
        var length = 0;
        int read;
        while (length <= maxSize && (read = isAsync
            ? await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false)
            : stream.Read(buffer.AsSpan(length))) > 0)
        {
            length += read;
            if (length == buffer.Length)
            {
                buffer = Grow(buffer);
            }
        }

        var body = buffer.AsSpan(0, length).ToArray();

        // Not after a failure: a cancelled read may still write to the buffer.
        ArrayPool<byte>.Shared.Return(buffer);
        HttpContent loaded = length <= maxSize ? new ByteArrayContent(body) : new PartiallyBufferedContent(new MemoryStream(body), content, stream);
        foreach (var (name, values) in content.Headers.NonValidated)
        {
            loaded.Headers.TryAddWithoutValidation(name, values);
        }

        response.Content = loaded;
        if (loaded is ByteArrayContent)
        {
            // HttpContent adds the Content-Length header when the length is first read. Without this, a caller that enumerates the headers would not see it.
            _ = loaded.Headers.ContentLength;
            content.Dispose();
        }
    }

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(buffer.Length * 2L, Array.MaxLength));
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
