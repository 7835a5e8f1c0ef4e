using AlternatorHandler.Options;

namespace AlternatorHandler;

/// <summary>Options for the circuit breaker of each node, which ejects a node whose attempts fail.</summary>
/// <remarks>
/// A node that refuses connections is marked down at once, independently of these options.
/// The circuit breaker does not eject a node if more than half of the nodes of one of its scopes would then be down.
/// </remarks>
public sealed class AlternatorCircuitBreakerOptions
{
    /// <summary>Gets or sets the ratio of failed attempts to all attempts at which a node is ejected.</summary>
    /// <value>The default value is 0.5. It must be between 0.01 and 1.</value>
    [Between(0.01, 1.0)]
    public double FailureRatio { get; set; } = 0.5;

    /// <summary>Gets or sets the minimum number of attempts within <see cref="SamplingDuration"/> for the ratio to be evaluated.</summary>
    /// <value>The default value is 5. It must be between 2 and 1,000,000.</value>
    [Between(2, 1_000_000)]
    public int MinimumThroughput { get; set; } = 5;

    /// <summary>Gets or sets the duration over which attempts are counted.</summary>
    /// <value>The default value is 10 seconds. It must be between 500 milliseconds and 1 day, the bounds of Polly's circuit breaker.</value>
    [Between("00:00:00.5", "1.00:00:00")]
    public TimeSpan SamplingDuration { get; set; } = TimeSpan.FromSeconds(10);
}
