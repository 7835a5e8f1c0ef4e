namespace AlternatorHandler.Affinity;

/// <summary>Knows the partition key attribute of tables, and hears of the tables that it should get to know.</summary>
/// <remarks>Names are decoded UTF-8. Called on the request path: no locks, no waiting, any thread.</remarks>
internal interface IPartitionKeyNames
{
    bool TryGet(scoped ReadOnlySpan<byte> table, out ReadOnlySpan<byte> keyName);

    /// <summary>A request would have been routed by its key if <see cref="TryGet"/> had known this table.</summary>
    void ReportUnknown(ReadOnlySpan<byte> table);
}
