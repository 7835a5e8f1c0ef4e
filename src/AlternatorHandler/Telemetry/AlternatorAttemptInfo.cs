namespace AlternatorHandler;

/// <summary>Describes one attempt of a request on one node.</summary>
public sealed record AlternatorAttemptInfo
{
    /// <summary>Gets the address of the node.</summary>
    public required Uri Node { get; init; }

    /// <summary>Gets the node's datacenter, or <see langword="null"/> if no scope specifies a datacenter.</summary>
    public string? Datacenter { get; init; }

    /// <summary>Gets the node's rack, or <see langword="null"/> if no scope specifies a rack.</summary>
    public string? Rack { get; init; }

    /// <summary>Gets the outcome. Metrics and spans name it in lower case with underscores, such as <c>connection_lost</c>.</summary>
    public AlternatorAttemptOutcome Outcome { get; init; }

    /// <summary>Gets the time from sending the request to the last byte of the response.</summary>
    public TimeSpan Duration { get; init; }
}
