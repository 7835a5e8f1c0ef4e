namespace AlternatorHandler.Nodes;

/// <summary>Represents the probing history of one node.</summary>
internal sealed class NodeProbing
{
    /// <summary>Gets or sets a value indicating whether the node has never worked since it was listed. Its first success admits it.</summary>
    public bool IsNew { get; set; } = true;

    /// <summary>Gets or sets a value indicating whether the node joined a cluster whose nodes were already known. Its caches are cold, so it starts in probation.</summary>
    public bool WasListedLate { get; set; }

    /// <summary>Gets or sets the probe in flight, or <see langword="null"/>. There is at most one.</summary>
    public Task? Probe { get; set; }

    /// <summary>Gets or sets a value indicating whether the breaker must be closed. The health loop closes it: a callback of the breaker would wait for itself.</summary>
    public bool ShouldCloseBreaker { get; set; }

    /// <summary>Gets or sets the number of failures that have lengthened the interval.</summary>
    public int Failures { get; set; }

    /// <summary>Gets or sets the number of consecutive successful probes.</summary>
    public int Successes { get; set; }

    /// <summary>Gets or sets the timestamp of the next probe.</summary>
    public long NextProbeAt { get; set; }

    /// <summary>Gets or sets the timestamp before which no further probe is sent because the node appears stuck.</summary>
    public long NextStuckProbeAt { get; set; }

    /// <summary>Gets or sets the timestamp at which probation began.</summary>
    public long ProbationSince { get; set; }
}
