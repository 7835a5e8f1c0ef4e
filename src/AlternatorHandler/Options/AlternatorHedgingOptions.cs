using AlternatorHandler.Options;

namespace AlternatorHandler;

/// <summary>Options for hedging: a slow point read is also sent to a second node, and the first response is returned.</summary>
/// <remarks>
/// Only <c>GetItem</c> is hedged, after a delay that is the 95th percentile of the duration of such reads.
/// Hedging requires at least two usable nodes, and does not apply to the synchronous <c>Send</c>.
/// The attempt that is not used is cancelled and awaited before the response is returned.
/// </remarks>
public sealed class AlternatorHedgingOptions
{
    /// <summary>Gets or sets a value indicating whether point reads are hedged.</summary>
    /// <value>The default value is <see langword="false"/>.</value>
    public bool Enabled { get; set; }

    /// <summary>Gets or sets the minimum delay before the read is sent to a second node.</summary>
    /// <value>The default value is 5 milliseconds. It must be between 0 and 1 minute, and not exceed <see cref="MaxDelay"/>.</value>
    [Between("00:00:00", "00:01:00")]
    public TimeSpan MinDelay { get; set; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Gets or sets the maximum delay before the read is sent to a second node. It is also the delay until enough reads have been measured.</summary>
    /// <value>The default value is 500 milliseconds. It must be between 1 millisecond and 1 minute.</value>
    [Between("00:00:00.001", "00:01:00")]
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Gets or sets the maximum ratio of additional requests to point reads.</summary>
    /// <value>The default value is 0.05. It must be between 0 and 1.</value>
    [Between(0.0, 1.0)]
    public double MaxExtraRatio { get; set; } = 0.05;
}
