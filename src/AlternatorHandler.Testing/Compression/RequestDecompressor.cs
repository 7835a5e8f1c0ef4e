using System.IO.Compression;
using AlternatorHandler.Testing.Http;

namespace AlternatorHandler.Testing.Compression;

/// <summary>Decompresses the body of a request by its <c>Content-Encoding</c>, with the errors of a node.</summary>
internal static class RequestDecompressor
{
    public static byte[] Decompress(string? contentEncoding, byte[] body, int limit) => contentEncoding switch
    {
        null or "" => body,
        "gzip" => DecompressMembers(body, limit, static (stream, mode) => new GZipStream(stream, mode, leaveOpen: true)),
        "deflate" => DecompressMembers(body, limit, static (stream, mode) => new ZLibStream(stream, mode, leaveOpen: true)),
        _ => throw ApiException.Internal("Unsupported Content-Encoding"),
    };

    // .NET does not report a truncated body. A sentinel member is therefore appended, which is decompressed only if the body is complete.
    // The messages mention gzip for deflate too, as those of a node do.
    private static byte[] DecompressMembers(byte[] body, int limit, Func<Stream, CompressionMode, Stream> open)
    {
        var sentinel = "the body is complete"u8;
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
            throw source.Position > body.Length ? Truncated() : ApiException.Internal("Error during gzip decompression of request body");
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
