namespace AlternatorHandler.Rigs.Reliability.Load;

/// <summary>What may be repeated, and so need not fail.</summary>
internal enum WorkGroup
{
    Read,
    IdempotentWrite,

    /// <summary>ADD and conditional writes: repeated only if no node executed them.</summary>
    OtherWrite,
}
