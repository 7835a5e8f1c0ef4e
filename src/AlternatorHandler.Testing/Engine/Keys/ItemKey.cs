namespace AlternatorHandler.Testing.Engine;

/// <summary>What identifies an item in a table: its partition, and its place in there if the table has a range key.</summary>
internal readonly record struct ItemKey(PartitionKey Partition, AttributeValue? Range) : IComparable<ItemKey>
{
    public int CompareTo(ItemKey other)
    {
        var order = Partition.CompareTo(other.Partition);
        return order != 0 ? order : CompareRanges(Range, other.Range);
    }

    /// <summary>Compares range keys of one schema: both of one type, or both absent.</summary>
    public static int CompareRanges(AttributeValue? left, AttributeValue? right) =>
        left is null || right is null ? 0 : AttributeValue.Compare(left, right) ?? 0;
}
