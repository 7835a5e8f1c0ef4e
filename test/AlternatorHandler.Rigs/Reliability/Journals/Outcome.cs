namespace AlternatorHandler.Rigs.Reliability.Journals;

internal enum Outcome
{
    UnderWay,
    Acknowledged,
    Failed,

    /// <summary>A condition that must hold was reported as failed: the write was applied before.</summary>
    ConditionFailed,
}
