namespace AlternatorHandler.Requests;

/// <summary>Makes sure that a request body can be sent more than once.</summary>
internal static class ReplayableBody
{
    /// <summary>Buffers the body unless it is in memory already.</summary>
    /// <remarks>It then also has a length: for a chunked body a node reserves 32 MB, whatever its size.</remarks>
    /// <returns>Whether the body can be sent again.</returns>
    /// <exception cref="HttpRequestException">The body is of unknown length and longer than <paramref name="maxSize"/>.</exception>
    public static ValueTask<bool> EnsureAsync(HttpContent? content, int maxSize, CancellationToken cancellationToken) =>
        content is null ? new ValueTask<bool>(true)
        : content.Headers.ContentLength > maxSize ? new ValueTask<bool>(false)
        : content is ByteArrayContent or ReadOnlyMemoryContent ? new ValueTask<bool>(true)
        : BufferAsync(content, maxSize, cancellationToken);

    private static async ValueTask<bool> BufferAsync(HttpContent content, int maxSize, CancellationToken cancellationToken)
    {
        try
        {
            await content.LoadIntoBufferAsync(maxSize, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            // A part of it was read: it can't be sent even once.
            throw new HttpRequestException(
                HttpRequestError.ConfigurationLimitExceeded,
                $"The request body is of unknown length and longer than Retry:MaxBufferSize ({maxSize} bytes). Give it a Content-Length, or raise the option.",
                exception);
        }
    }
}
