using System.ComponentModel.DataAnnotations;
using System.IO.Compression;
using AlternatorHandler.Options;

namespace AlternatorHandler;

/// <summary>Options for the compression of request bodies with gzip.</summary>
/// <remarks>
/// A body is compressed once, regardless of the number of attempts, and before it is signed. It is sent uncompressed if it already has a <c>Content-Encoding</c>, if gzip does not
/// make it smaller, or if the request is already signed, because the signature covers the body.
/// In that case, set <see cref="AlternatorOptions.Credentials"/>, and configure the SDK without credentials.
/// A node that does not support compressed requests returns an error: enable compression only when all nodes support it.
/// </remarks>
public sealed class AlternatorRequestCompressionOptions
{
    /// <summary>Gets or sets a value indicating whether request bodies are compressed.</summary>
    /// <value>The default value is <see langword="false"/>.</value>
    public bool Enabled { get; set; }

    /// <summary>Gets or sets the minimum size in bytes of a body that is compressed.</summary>
    /// <value>The default value is 1024. It must be between 0 and 16 MiB, the largest body that Alternator accepts.</value>
    /// <remarks>A smaller body and the headers fit into one packet, so that compression has no measurable benefit.</remarks>
    [Between(0, 16 * 1024 * 1024)]
    public int MinSizeBytes { get; set; } = 1024;

    /// <summary>Gets or sets the gzip compression level.</summary>
    /// <value>The default value is <see cref="CompressionLevel.Fastest"/>. <see cref="CompressionLevel.NoCompression"/> disables compression.</value>
    /// <remarks>
    /// For an item of 100 KB, <see cref="CompressionLevel.Optimal"/> takes eight times the processor time of <see cref="CompressionLevel.Fastest"/> (1.7 ms instead of 0.2 ms)
    /// and sends 28% of the bytes instead of 44%.
    /// </remarks>
    [EnumDataType(typeof(CompressionLevel))]
    public CompressionLevel Level { get; set; } = CompressionLevel.Fastest;
}
