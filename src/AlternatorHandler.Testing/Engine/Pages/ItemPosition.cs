namespace AlternatorHandler.Testing.Engine;

/// <summary>Where an item is in the order of a table or an index. In an index, several items may have one key; the table's tells them apart.</summary>
internal readonly record struct ItemPosition(ItemKey Key, ItemKey TableKey) : IComparable<ItemPosition>
{
    public int CompareTo(ItemPosition other)
    {
        var order = Key.CompareTo(other.Key);
        return order != 0 ? order : TableKey.CompareTo(other.TableKey);
    }
}
