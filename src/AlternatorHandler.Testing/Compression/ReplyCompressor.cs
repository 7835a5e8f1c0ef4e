using System.IO.Compression;
using AlternatorHandler.Testing.Http;

namespace AlternatorHandler.Testing.Compression;

/// <summary>Gives a successful reply the form that goes over the wire: compressed if the client likes and it is worth it, streamed if it is large.</summary>
internal static class ReplyCompressor
{
    // A node streams what is larger, whatever its size after compression, and then compresses it however high the threshold is.
    private const int StreamedFrom = 100_000;

    public static Reply Apply(Reply reply, string? acceptEncoding, int threshold)
    {
        var isStreamed = reply.Body.Length > StreamedFrom;
        var isWorthIt = threshold != 0 && (isStreamed || reply.Body.Length >= threshold);
        if (!isWorthIt || AcceptedEncoding.Choose(acceptEncoding) is not { } encoding)
        {
            return reply with { IsStreamed = isStreamed };
        }

        return reply with
        {
            IsStreamed = isStreamed,
            Body = Compress(reply.Body.Span, encoding),
            Headers = [.. reply.Headers, new("Content-Encoding", encoding)],
        };
    }

    private static byte[] Compress(ReadOnlySpan<byte> body, string encoding)
    {
        using var compressed = new MemoryStream();
        using (Stream stream = encoding == "gzip" ? new GZipStream(compressed, CompressionLevel.Optimal) : new ZLibStream(compressed, CompressionLevel.Optimal))
        {
            stream.Write(body);
        }

        return compressed.ToArray();
    }
}
