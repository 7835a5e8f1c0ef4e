using AlternatorHandler.Options;

namespace AlternatorHandler;

/// <summary>Options for the discovery of the nodes of a cluster.</summary>
public sealed class AlternatorDiscoveryOptions
{
    /// <summary>Gets or sets a value indicating whether nodes are queried for the list of all nodes.</summary>
    /// <value>
    /// The default value is <see langword="true"/>. If <see langword="false"/>, the node list consists of the seeds, or of the nodes that the source of
    /// <see cref="AlternatorOptions.NodeSource"/> returns.
    /// </value>
    public bool Enabled { get; set; } = true;

    /// <summary>Gets or sets the interval between refreshes of the node list while requests are sent.</summary>
    /// <value>The default value is 10 seconds, with a jitter of up to 20% in either direction. It must be between 100 milliseconds and 1 hour.</value>
    [Between("00:00:00.1", "01:00:00")]
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets the interval between refreshes of the node list while no requests are sent.</summary>
    /// <value>
    /// The default value is 60 seconds, with a jitter of up to 20% in either direction.
    /// It must be between 100 milliseconds and 1 day, and not be less than <see cref="RefreshInterval"/>.
    /// </value>
    /// <remarks>The first request after a pause starts a refresh at once, in the background.</remarks>
    [Between("00:00:00.1", "1.00:00:00")]
    public TimeSpan IdleRefreshInterval { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets or sets the timeout for the response of one node with its node list.</summary>
    /// <value>The default value is 2 seconds. It must be between 10 milliseconds and 1 minute.</value>
    /// <remarks>It also applies to name resolution and to a node source.</remarks>
    [Between("00:00:00.01", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets or sets how long the first request waits for the first node list before it is sent to a seed.</summary>
    /// <value>The default value is 2 seconds. It must be between 0 (no wait) and 1 minute.</value>
    /// <remarks>If every scope specifies a datacenter, the request is not sent to a seed: it fails.</remarks>
    [Between("00:00:00", "00:01:00")]
    public TimeSpan InitialTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets or sets the maximum number of nodes accepted from one response.</summary>
    /// <value>The default value is 4096. It must be between 1 and 65,536.</value>
    [Between(1, 65_536)]
    public int MaxNodes { get; set; } = 4096;
}
