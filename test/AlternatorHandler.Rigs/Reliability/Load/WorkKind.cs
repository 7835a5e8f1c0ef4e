namespace AlternatorHandler.Rigs.Reliability.Load;

/// <summary>What a worker does in one operation.</summary>
internal enum WorkKind
{
    Get,
    Query,
    Put,
    Delete,
    Set,
    BatchWrite,
    Add,
    ConditionalPut,
}
