namespace AlternatorHandler.Nodes;

/// <summary>The probing history of one node.</summary>
internal sealed class NodeProbing
{
    /// <summary>Gets or sets a value indicating whether the node was never known to work. Its first success admits it.</summary>
    public bool IsNew { get; set; } = true;

    /// <summary>Gets or sets a value indicating whether the node joined a cluster that was known: its caches are cold, so it starts in probation.</summary>
    public bool WasListedLate { get; set; }

    /// <summary>Gets or sets the probe that is under way: there is no other meanwhile.</summary>
    public Task? Probe { get; set; }

    /// <summary>Gets or sets a value indicating whether the breaker is to be closed. The health loop does it: within a callback of the breaker it would wait for itself.</summary>
    public bool BreakerMustClose { get; set; }

    /// <summary>Gets or sets how many failures lengthened the interval.</summary>
    public int Failures { get; set; }

    public int Successes { get; set; }

    /// <summary>Gets or sets the timestamp of the next probe.</summary>
    public long DueAt { get; set; }

    /// <summary>Gets or sets the timestamp before which the node is not suspected again of being stuck.</summary>
    public long SuspectAgainAt { get; set; }

    /// <summary>Gets or sets the timestamp at which probation began.</summary>
    public long ProbationSince { get; set; }
}
