using System.IO.Compression;
using AlternatorHandler.Testing.Http;

namespace AlternatorHandler.Testing.Compression;

/// <summary>Undoes the <c>Content-Encoding</c> of a request, with a node's own errors.</summary>
internal static class RequestDecompressor
{
    public static byte[] Decompress(string? contentEncoding, byte[] body, int limit) => contentEncoding switch
    {
        null or "" => body,
        "gzip" => DecompressMembers(body, limit, static (stream, mode) => new GZipStream(stream, mode)),
        "deflate" => DecompressMembers(body, limit, static (stream, mode) => new ZLibStream(stream, mode)),
        _ => throw ApiException.Internal("Unsupported Content-Encoding"),
    };

    // .NET takes a body that ends early for one that ends. So one member more is put behind it, which comes out only if the body was whole.
    // The messages say gzip for deflate too, as the server's do.
    private static byte[] DecompressMembers(byte[] body, int limit, Func<Stream, CompressionMode, Stream> open)
    {
        var sentinel = "the body was whole"u8;
        using var source = new ByteByByteStream([.. body, .. Compress(sentinel, open)]);
        using var result = new MemoryStream();
        try
        {
            while (body.Length > 0 && !source.IsAtEnd)
            {
                using var member = open(source, CompressionMode.Decompress);
                CopyTo(result, member, limit, sentinel.Length);
            }
        }
        catch (InvalidDataException)
        {
            throw source.Consumed > body.Length ? Truncated() : ApiException.Internal("Error during gzip decompression of request body");
        }

        var bytes = result.ToArray();
        return bytes.AsSpan().EndsWith(sentinel) ? bytes[..^sentinel.Length] : throw Truncated();
    }

    private static void CopyTo(MemoryStream target, Stream source, int limit, int tolerance)
    {
        var buffer = new byte[16 * 1024];
        while (source.Read(buffer) is var count and > 0)
        {
            target.Write(buffer, 0, count);
            if (target.Length - tolerance > limit)
            {
                throw ApiException.PayloadTooLarge(limit);
            }
        }
    }

    private static byte[] Compress(ReadOnlySpan<byte> bytes, Func<Stream, CompressionMode, Stream> open)
    {
        using var compressed = new MemoryStream();
        using (var stream = open(compressed, CompressionMode.Compress))
        {
            stream.Write(bytes);
        }

        return compressed.ToArray();
    }

    private static ApiException Truncated() => ApiException.Internal("Truncated gzip in request body");
}
