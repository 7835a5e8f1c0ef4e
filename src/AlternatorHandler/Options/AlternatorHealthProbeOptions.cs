using System.ComponentModel.DataAnnotations;
using AlternatorHandler.Options;

namespace AlternatorHandler;

/// <summary>Options for the health probes that restore a node that is down.</summary>
public sealed class AlternatorHealthProbeOptions
{
    /// <summary>Gets or sets the interval between the failure of a node and its first probe. It is multiplied by 1.6 after each failed probe.</summary>
    /// <value>The default value is 1 second, with a jitter of up to 20% in either direction. It must be between 10 milliseconds and 1 hour.</value>
    [Between("00:00:00.01", "01:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets the maximum interval between two probes of one node.</summary>
    /// <value>The default value is 30 seconds. It must be between 10 milliseconds and 1 day, and not be less than <see cref="Interval"/>.</value>
    [Between("00:00:00.01", "1.00:00:00")]
    public TimeSpan MaxInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets the timeout of a probe.</summary>
    /// <value>The default value is 2 seconds. It must be between 10 milliseconds and 1 minute.</value>
    /// <remarks>
    /// The timeout is halved for the probe of a stuck node, which has requests in flight but returns no response.
    /// While no node is usable, requests are attempted on nodes that are down, and this is also the timeout of such an attempt.
    /// </remarks>
    [Between("00:00:00.01", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets or sets the number of consecutive successful probes after which a node is restored.</summary>
    /// <value>The default value is 2. It must be between 1 and 100.</value>
    [Between(1, 100)]
    public int SuccessThreshold { get; set; } = 2;

    /// <summary>Gets or sets the duration of the slow start of a restored node, during which its weight increases from 10% to 100%.</summary>
    /// <value>The default value is 30 seconds. It must be between 0 (no slow start) and 1 hour.</value>
    [Between("00:00:00", "01:00:00")]
    public TimeSpan ProbationPeriod { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets the path that probes request.</summary>
    /// <value>The default value is <c>/</c>, the health route of Alternator. It must begin with a single slash.</value>
    [Required]
    public string Path { get; set; } = "/";
}
