using System.ComponentModel.DataAnnotations;
using AlternatorHandler.Options;

namespace AlternatorHandler;

/// <summary>Says how a node that is down is probed and brought back.</summary>
public sealed class AlternatorHealthProbeOptions
{
    /// <summary>Gets or sets the time until the first probe of a node that went down. It grows by a factor of 1.6 with each failed probe.</summary>
    /// <value>The default value is 1 second, spread by a fifth either way. It must be between 10 milliseconds and 1 hour.</value>
    [Between("00:00:00.01", "01:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets the longest time between two probes of one node.</summary>
    /// <value>The default value is 30 seconds. It must be between 10 milliseconds and 1 day, and not be less than <see cref="Interval"/>.</value>
    [Between("00:00:00.01", "1.00:00:00")]
    public TimeSpan MaxInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how long a probe may take.</summary>
    /// <value>The default value is 2 seconds. It must be between 10 milliseconds and 1 minute.</value>
    /// <remarks>The probe of a node that keeps requests without answering any has half as long. While no node is usable, an attempt on a node that is down is given no more time than this either.</remarks>
    [Between("00:00:00.01", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets or sets how many probes in a row must succeed before a node gets requests again.</summary>
    /// <value>The default value is 2. It must be between 1 and 100.</value>
    [Between(1, 100)]
    public int SuccessThreshold { get; set; } = 2;

    /// <summary>Gets or sets the time in which the share of a node that came back grows from a tenth to the whole.</summary>
    /// <value>The default value is 30 seconds. It must be between 0 (no probation) and 1 hour.</value>
    [Between("00:00:00", "01:00:00")]
    public TimeSpan ProbationPeriod { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets the path that probes ask for.</summary>
    /// <value>The default value is <c>/</c>, Alternator's own health route. It must begin with a single slash.</value>
    [Required]
    public string Path { get; set; } = "/";
}
