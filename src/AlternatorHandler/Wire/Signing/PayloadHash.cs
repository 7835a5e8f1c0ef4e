namespace AlternatorHandler.Wire.Signing;

/// <summary>The SHA-256 of a body, read without copying it and without making it unreadable or chunked.</summary>
internal static class PayloadHash
{
    /// <summary>Hashes a body that can be read again: see <see cref="InMemoryBody"/>.</summary>
    public static void Compute(HttpContent? content, Span<byte> hash)
    {
        var stream = HashingStream.OfThread;
        try
        {
            content?.CopyTo(stream, context: null, CancellationToken.None);
        }
        catch
        {
            // Half a body is in it. The thread's next request gets a new one.
            stream.Dispose();
            throw;
        }

        stream.Finish(hash);
    }
}
