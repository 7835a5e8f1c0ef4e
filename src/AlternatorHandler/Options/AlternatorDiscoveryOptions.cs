using AlternatorHandler.Options;

namespace AlternatorHandler;

/// <summary>Says how the nodes of the cluster are found.</summary>
public sealed class AlternatorDiscoveryOptions
{
    /// <summary>Gets or sets a value indicating whether nodes are asked for the list of all nodes.</summary>
    /// <value>The default value is <see langword="true"/>. If <see langword="false"/>, the seeds are the cluster.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>Gets or sets the time between two refreshes of the node list while requests are made.</summary>
    /// <value>The default value is 10 seconds, spread by a fifth either way. It must be between 100 milliseconds and 1 hour.</value>
    [Between("00:00:00.1", "01:00:00")]
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets the time between two refreshes of the node list while no requests are made.</summary>
    /// <value>The default value is 60 seconds, spread by a fifth either way. It must be between 100 milliseconds and 1 day, and not be less than <see cref="RefreshInterval"/>.</value>
    /// <remarks>The first request after a pause refreshes at once, in the background.</remarks>
    [Between("00:00:00.1", "1.00:00:00")]
    public TimeSpan IdleRefreshInterval { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets or sets how long one node may take to answer with its list.</summary>
    /// <value>The default value is 2 seconds. It must be between 10 milliseconds and 1 minute.</value>
    [Between("00:00:00.01", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets or sets how long the first request waits for the first list before it goes to a seed.</summary>
    /// <value>The default value is 2 seconds. It must be between 0 (don't wait) and 1 minute.</value>
    [Between("00:00:00", "00:01:00")]
    public TimeSpan InitialTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets or sets how many nodes of one answer are believed.</summary>
    /// <value>The default value is 4096. It must be between 1 and 65,536.</value>
    [Between(1, 65_536)]
    public int MaxNodes { get; set; } = 4096;
}
