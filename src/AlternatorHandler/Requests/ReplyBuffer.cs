using System.Buffers;

namespace AlternatorHandler.Requests;

/// <summary>Reads a reply to its end, so that a node that dies in the middle of it is a failed attempt and not the caller's broken stream.</summary>
internal static class ReplyBuffer
{
    private const int FirstSize = 16 * 1024;

    /// <summary>Reads the body into memory, unless it is longer than <paramref name="maxSize"/>: then it is left to be streamed.</summary>
    public static ValueTask LoadAsync(HttpResponseMessage response, int maxSize, bool isAsync, CancellationToken cancellationToken)
    {
        var length = response.Content.Headers.ContentLength;
        if (length > maxSize)
        {
            return ValueTask.CompletedTask;
        }

        if (length is not null && isAsync)
        {
            // HttpContent's own buffer: exactly sized, and the fewest allocations.
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
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(content.Headers.ContentLength ?? FirstSize, maxSize) + 1);
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

        // Not after a failure: who knows whether a read that was cancelled has stopped writing.
        ArrayPool<byte>.Shared.Return(buffer);
        HttpContent loaded = length <= maxSize ? new ByteArrayContent(body) : new PartlyReadContent(new MemoryStream(body), content, stream);
        foreach (var (name, values) in content.Headers.NonValidated)
        {
            loaded.Headers.TryAddWithoutValidation(name, values);
        }

        response.Content = loaded;
        if (loaded is ByteArrayContent)
        {
            // A caller that lists the headers would not see the length otherwise: it is added when it is first asked for.
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
