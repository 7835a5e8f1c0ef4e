namespace AlternatorHandler.Resilience.Outcomes;

/// <summary>Reads a reply to its end, so that a node that dies in the middle of it is a failed attempt and not the caller's broken stream.</summary>
internal static class ReplyBuffer
{
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
        var buffer = new MemoryStream(checked((int)(content.Headers.ContentLength ?? 0)));
        var chunk = new byte[8192];
        int read;
        while (buffer.Length <= maxSize && (read = isAsync
            ? await stream.ReadAsync(chunk, cancellationToken).ConfigureAwait(false)
            : stream.Read(chunk)) > 0)
        {
            buffer.Write(chunk, 0, read);
        }

        buffer.Position = 0;
        HttpContent loaded = buffer.Length <= maxSize
            ? new ByteArrayContent(buffer.GetBuffer(), 0, (int)buffer.Length)
            : new PartlyReadContent(buffer, content, stream);
        foreach (var (name, values) in content.Headers.NonValidated)
        {
            loaded.Headers.TryAddWithoutValidation(name, values);
        }

        response.Content = loaded;
        if (loaded is ByteArrayContent)
        {
            // Nobody else would: the response no longer knows it.
            content.Dispose();
        }
    }
}
