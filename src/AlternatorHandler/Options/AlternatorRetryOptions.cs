using AlternatorHandler.Options;
using AlternatorHandler.Protocol;

namespace AlternatorHandler;

/// <summary>Options for moving a failed request to other nodes.</summary>
public sealed class AlternatorRetryOptions
{
    /// <summary>Gets or sets the maximum number of attempts of one request, including the first.</summary>
    /// <value>The default value is 4. It must be between 1 (no retry) and 16.</value>
    /// <remarks>Each attempt uses a node that the request has not tried yet, as long as a usable one remains.</remarks>
    [Between(1, 16)]
    public int MaxAttempts { get; set; } = 4;

    /// <summary>Gets or sets the timeout of one attempt on one node, from sending the request to the last byte of the response.</summary>
    /// <value>The default value is 10 seconds, ScyllaDB's own request timeout. It must be between 10 milliseconds and 1 hour, and not exceed <see cref="TotalTimeout"/>.</value>
    /// <remarks>If the node goes down during the attempt, the attempt ends at once.</remarks>
    [Between("00:00:00.01", "01:00:00")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets the timeout of one request over all its attempts.</summary>
    /// <value>The default value is 30 seconds. It must be between 10 milliseconds and 1 day.</value>
    [Between("00:00:00.01", "1.00:00:00")]
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets the ratio of retries to requests that the retry budget allows, over the last 10 seconds.</summary>
    /// <value>The default value is 0.2. It must be between 0 and 10.</value>
    /// <remarks>The budget prevents an outage from multiplying the load on the remaining nodes.</remarks>
    [Between(0.0, 10.0)]
    public double BudgetRatio { get; set; } = 0.2;

    /// <summary>Gets or sets the number of retries per second that the retry budget allows in addition to <see cref="BudgetRatio"/>.</summary>
    /// <value>The default value is 10. It must be between 0 and 1,000,000.</value>
    [Between(0, 1_000_000)]
    public int BudgetFloorPerSecond { get; set; } = 10;

    /// <summary>Gets or sets the maximum size in bytes of a body that is buffered in memory: a response, or a request body that cannot be read twice.</summary>
    /// <value>The default value is 16 MiB, the largest body that Alternator accepts. It must be between 0 and 1 GiB.</value>
    /// <remarks>
    /// A larger request body of known length is sent once and not retried. A larger one of unknown length causes an <see cref="HttpRequestException"/>.
    /// A larger response is streamed: the caller must handle the failure of a node in the middle of it.
    /// </remarks>
    [Between(0, 1 << 30)]
    public int MaxBufferSize { get; set; } = RequestBody.MaxSize;
}
