namespace AlternatorHandler;

/// <summary>Says whether nodes are asked to compress their replies.</summary>
public sealed class AlternatorResponseCompressionOptions
{
    /// <summary>Gets or sets a value indicating whether requests ask for gzip or deflate, and replies are decompressed before anybody sees them.</summary>
    /// <value>The default value is <see langword="false"/>.</value>
    /// <remarks>
    /// Off because the database pays: a node compresses at level 6, which takes about 1.7 ms of one of its cores for a reply of 100 KB, and other requests wait meanwhile.
    /// Worth it where bytes are dear, as between zones or regions. A request that has an <c>Accept-Encoding</c> of its own keeps it, and its reply stays as the node sends it.
    /// A reply that is damaged or incomplete is a failed attempt of the node.
    /// What decompresses to more than <see cref="AlternatorRetryOptions.MaxBufferSize"/> is not kept in memory: the caller reads the rest as a stream.
    /// </remarks>
    public bool Enabled { get; set; }
}
