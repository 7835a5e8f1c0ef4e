namespace AlternatorHandler.Wire.Signing;

/// <summary>The SHA-256 of a body, read without buffering it and without making it unreadable or chunked.</summary>
internal static class PayloadHash
{
    // CopyTo is synchronous, so a thread hashes one body at a time.
    [ThreadStatic]
    private static HashingStream? _cached;

    /// <summary>Hashes a body that can be read again: see <see cref="ReplayableBody"/>.</summary>
    public static void Compute(HttpContent? content, Span<byte> hash)
    {
        var stream = _cached ?? new HashingStream();
        _cached = null;
        stream.Restart(content is null ? 0 : content.Headers.ContentLength);
        try
        {
            content?.CopyTo(stream, context: null, CancellationToken.None);
            stream.Finish(hash);
        }
        catch
        {
            stream.Dispose();
            throw;
        }

        _cached = stream;
    }
}
