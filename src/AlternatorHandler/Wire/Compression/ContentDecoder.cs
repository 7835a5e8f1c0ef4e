using System.IO.Compression;

namespace AlternatorHandler.Wire.Compression;

/// <summary>The encodings that a node may choose from.</summary>
internal static class ContentDecoder
{
    /// <returns>What opens the encoding, or <see langword="null"/> if it is another one, or several.</returns>
    public static Func<Stream, Stream>? Find(string encoding) =>
        encoding.Equals("gzip", StringComparison.OrdinalIgnoreCase) ? static source => new GZipStream(source, CompressionMode.Decompress)

        // HTTP's deflate is zlib's format, and nodes send that (alternator/http_compression.cc), not the bare one that .NET calls so.
        : encoding.Equals("deflate", StringComparison.OrdinalIgnoreCase) ? static source => new ZLibStream(source, CompressionMode.Decompress)
        : null;
}
