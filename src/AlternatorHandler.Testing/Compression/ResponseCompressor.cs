using System.IO.Compression;
using AlternatorHandler.Testing.Http;

namespace AlternatorHandler.Testing.Compression;

/// <summary>Gives a successful response the form that goes over the wire: compressed if the client likes and it is worth it, streamed if it is large.</summary>
internal static class ResponseCompressor
{
    // A node streams what is larger, whatever its size after compression, and then compresses it however high the threshold is.
    private const int StreamedFrom = 100_000;

    public static Response Compress(Response response, string? acceptEncoding, int threshold)
    {
        var isStreamed = response.Body.Length > StreamedFrom;
        var isWorthIt = threshold != 0 && (isStreamed || response.Body.Length >= threshold);
        if (!isWorthIt || AcceptedEncoding.Choose(acceptEncoding) is not { } encoding)
        {
            return response with { IsStreamed = isStreamed };
        }

        return response with
        {
            IsStreamed = isStreamed,
            Body = Compress(response.Body.Span, encoding),
            Headers = [.. response.Headers, new("Content-Encoding", encoding)],
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
