namespace AlternatorHandler.Testing.Engine;

/// <summary>Represents the key of an item: its partition key, and its range key if the table has one.</summary>
internal readonly record struct ItemKey(PartitionKey Partition, AttributeValue? Range) : IComparable<ItemKey>
{
    public int CompareTo(ItemKey other)
    {
        var order = Partition.CompareTo(other.Partition);
        return order != 0 ? order : CompareRanges(Range, other.Range);
    }

    /// <summary>Compares range keys of the same schema: both have the same type, or both are absent.</summary>
    public static int CompareRanges(AttributeValue? left, AttributeValue? right) =>
        left is null || right is null ? 0 : AttributeValue.Compare(left, right) ?? 0;
}
