using System.IO.Compression;
using AlternatorHandler.Testing.Http;

namespace AlternatorHandler.Testing.Compression;

/// <summary>Compresses and streams successful responses by the rules of a node: compressed if the client accepts it and the body is large enough, streamed if the body is large.</summary>
internal static class ResponseCompressor
{
    // A node streams larger bodies, measured before compression, and compresses streamed bodies regardless of the threshold.
    private const int StreamedFrom = 100_000;

    public static Response Compress(Response response, string? acceptEncoding, int threshold)
    {
        var isStreamed = response.Body.Length > StreamedFrom;
        var isCompressible = threshold != 0 && (isStreamed || response.Body.Length >= threshold);
        if (!isCompressible || AcceptedEncoding.Choose(acceptEncoding) is not { } encoding)
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
