namespace AlternatorHandler;

/// <summary>Options for the compression of responses by the nodes.</summary>
public sealed class AlternatorResponseCompressionOptions
{
    /// <summary>Gets or sets a value indicating whether requests accept gzip and deflate, and responses are decompressed before they are returned.</summary>
    /// <value>The default value is <see langword="false"/>.</value>
    /// <remarks>
    /// It is disabled by default because the nodes do the work: a node compresses at level 6, which takes about 1.7 ms of one of its cores for a response of 100 KB, while
    /// other requests wait. It is useful where bandwidth is expensive, for example between zones or regions.
    /// A request that already has an <c>Accept-Encoding</c> header keeps it, and its response is returned as sent by the node.
    /// A damaged or incomplete response is a failed attempt of the node. A response that is larger than <see cref="AlternatorRetryOptions.MaxBufferSize"/> after
    /// decompression is not buffered: the caller reads the rest as a stream.
    /// </remarks>
    public bool Enabled { get; set; }
}
