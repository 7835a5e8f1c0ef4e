namespace AlternatorHandler.Affinity;

/// <summary>The operations that a key can tie to a node.</summary>
internal enum WriteOperation
{
    None,
    PutItem,
    UpdateItem,
    DeleteItem,
    BatchWriteItem,
}
