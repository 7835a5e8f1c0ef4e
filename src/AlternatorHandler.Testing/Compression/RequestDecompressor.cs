using System.IO.Compression;
using AlternatorHandler.Testing.Http;

namespace AlternatorHandler.Testing.Compression;

/// <summary>Undoes the <c>Content-Encoding</c> of a request, with a node's own errors.</summary>
internal static class RequestDecompressor
{
    public static byte[] Apply(string? contentEncoding, byte[] body, int limit) => contentEncoding switch
    {
        null or "" => body,
        "gzip" => Decompress(body, limit, static source => new GZipStream(source, CompressionMode.Decompress)),
        "deflate" => Decompress(body, limit, static source => new ZLibStream(source, CompressionMode.Decompress)),
        _ => throw ApiException.Internal("Unsupported Content-Encoding"),
    };

    // The messages say gzip for deflate too, as the server's do.
    private static byte[] Decompress(byte[] body, int limit, Func<Stream, Stream> open)
    {
        if (body.Length == 0)
        {
            throw Truncated();
        }

        using var result = new MemoryStream();
        using var source = new ByteByByteStream(body);
        try
        {
            while (!source.IsAtEnd)
            {
                source.WasExhausted = false;
                using var member = open(source);
                CopyUpTo(member, result, limit);
            }
        }
        catch (InvalidDataException)
        {
            throw source.WasExhausted ? Truncated() : ApiException.Internal("Error during gzip decompression of request body");
        }

        return result.ToArray();
    }

    private static void CopyUpTo(Stream source, MemoryStream target, int limit)
    {
        var buffer = new byte[16 * 1024];
        while (source.Read(buffer) is var count and > 0)
        {
            target.Write(buffer, 0, count);
            if (target.Length > limit)
            {
                throw ApiException.PayloadTooLarge(limit);
            }
        }
    }

    private static ApiException Truncated() => ApiException.Internal("Truncated gzip in request body");
}
