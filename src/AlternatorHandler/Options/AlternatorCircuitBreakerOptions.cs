using AlternatorHandler.Options;

namespace AlternatorHandler;

/// <summary>Says when failures on one node take it out of use. A node that refuses connections goes at once, whatever this says.</summary>
public sealed class AlternatorCircuitBreakerOptions
{
    /// <summary>Gets or sets the share of failed attempts at which a node is marked down.</summary>
    /// <value>The default value is 0.5. It must be between 0.01 and 1.</value>
    [Between(0.01, 1.0)]
    public double FailureRatio { get; set; } = 0.5;

    /// <summary>Gets or sets how many attempts there must be within <see cref="SamplingDuration"/> before the ratio counts.</summary>
    /// <value>The default value is 5. It must be between 2 and 1,000,000.</value>
    [Between(2, 1_000_000)]
    public int MinimumThroughput { get; set; } = 5;

    /// <summary>Gets or sets the time over which attempts are counted.</summary>
    /// <value>The default value is 10 seconds. It must be between 500 milliseconds and 1 day, the bounds of Polly's circuit breaker.</value>
    [Between("00:00:00.5", "1.00:00:00")]
    public TimeSpan SamplingDuration { get; set; } = TimeSpan.FromSeconds(10);
}
