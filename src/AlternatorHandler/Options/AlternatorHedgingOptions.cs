using AlternatorHandler.Options;

namespace AlternatorHandler;

/// <summary>Says whether a point read that takes long is sent to a second node as well, the first answer winning.</summary>
/// <remarks>
/// Only <c>GetItem</c> is hedged, after the time in which 95 of 100 such reads are answered, never while no node is usable, and not for the synchronous <c>Send</c>.
/// The loser is cancelled, and awaited, before the caller gets the answer.
/// </remarks>
public sealed class AlternatorHedgingOptions
{
    /// <summary>Gets or sets a value indicating whether point reads are hedged.</summary>
    /// <value>The default value is <see langword="false"/>.</value>
    public bool Enabled { get; set; }

    /// <summary>Gets or sets the shortest time after which a second node is asked.</summary>
    /// <value>The default value is 5 milliseconds. It must be between 0 and 1 minute, and not exceed <see cref="MaxDelay"/>.</value>
    [Between("00:00:00", "00:01:00")]
    public TimeSpan MinDelay { get; set; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Gets or sets the longest time after which a second node is asked, and the one that holds until enough reads were seen.</summary>
    /// <value>The default value is 500 milliseconds. It must be between 1 millisecond and 1 minute.</value>
    [Between("00:00:00.001", "00:01:00")]
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Gets or sets how many extra requests there may be for each point read.</summary>
    /// <value>The default value is 0.05. It must be between 0 and 1.</value>
    [Between(0.0, 1.0)]
    public double MaxExtraRatio { get; set; } = 0.05;
}
