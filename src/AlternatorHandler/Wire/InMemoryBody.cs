namespace AlternatorHandler.Wire;

/// <summary>A body has to be read twice: to hash or to compress it, and to send it.</summary>
internal static class InMemoryBody
{
    // A node takes no bigger one (server.hh: 16 MiB, before and after decompression).
    private const int MaxSize = 16 * 1024 * 1024;

    /// <summary>Buffers the content unless its bytes are in memory already.</summary>
    /// <remarks>
    /// Buffering also gives a content of unknown length one, so it isn't sent chunked, for which a node reserves 32 MB.
    /// Other types than these exact ones might write something else each time, or only once.
    /// </remarks>
    /// <exception cref="HttpRequestException">The content is larger than 16 MiB.</exception>
    public static ValueTask EnsureAsync(HttpContent? content, CancellationToken ct) =>
        content is null or ReadOnlyMemoryContent || content.GetType() == typeof(ByteArrayContent) || content.GetType() == typeof(StringContent)
            ? ValueTask.CompletedTask
            : new ValueTask(content.LoadIntoBufferAsync(MaxSize, ct));
}
