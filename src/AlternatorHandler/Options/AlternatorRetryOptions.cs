using AlternatorHandler.Options;
using AlternatorHandler.Protocol;

namespace AlternatorHandler;

/// <summary>Says how a failed request moves on to other nodes.</summary>
public sealed class AlternatorRetryOptions
{
    /// <summary>Gets or sets on how many nodes one request is attempted at most, the first one included.</summary>
    /// <value>The default value is 4. It must be between 1 (no retry) and 16.</value>
    [Between(1, 16)]
    public int MaxAttempts { get; set; } = 4;

    /// <summary>Gets or sets how long one attempt on one node may take, from sending to the last byte of the reply.</summary>
    /// <value>The default value is 10 seconds, ScyllaDB's own request timeout. It must be between 10 milliseconds and 1 hour, and not exceed <see cref="TotalTimeout"/>.</value>
    /// <remarks>A node that goes down earlier ends its attempts earlier.</remarks>
    [Between("00:00:00.01", "01:00:00")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets how long one request may take over all its attempts.</summary>
    /// <value>The default value is 30 seconds. It must be between 10 milliseconds and 1 day.</value>
    [Between("00:00:00.01", "1.00:00:00")]
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how many retries there may be for each request, over the last 10 seconds.</summary>
    /// <value>The default value is 0.2. It must be between 0 and 10.</value>
    /// <remarks>The budget keeps an outage from multiplying the load on what is left of the cluster.</remarks>
    [Between(0.0, 10.0)]
    public double BudgetRatio { get; set; } = 0.2;

    /// <summary>Gets or sets how many retries a second are allowed whatever <see cref="BudgetRatio"/> says.</summary>
    /// <value>The default value is 10. It must be between 0 and 1,000,000.</value>
    [Between(0, 1_000_000)]
    public int BudgetFloorPerSecond { get; set; } = 10;

    /// <summary>Gets or sets the size in bytes up to which a request body that can't be read twice, and a reply, are kept in memory.</summary>
    /// <value>The default value is 16 MiB, the largest body that Alternator accepts. It must be between 0 and 1 GiB.</value>
    /// <remarks>
    /// A larger request body of known length is sent once and not retried; one of unknown length is refused.
    /// A larger reply is streamed: a node that dies in the middle of it is then the caller's to handle.
    /// </remarks>
    [Between(0, 1 << 30)]
    public int MaxBufferSize { get; set; } = RequestBody.MaxSize;
}
