namespace AlternatorHandler.Testing.Engine;

/// <summary>Represents the position of an item in a table or an index. Items with the same key in an index are ordered by their key in the table.</summary>
internal readonly record struct ItemPosition(ItemKey Key, ItemKey TableKey) : IComparable<ItemPosition>
{
    public int CompareTo(ItemPosition other)
    {
        var order = Key.CompareTo(other.Key);
        return order != 0 ? order : TableKey.CompareTo(other.TableKey);
    }
}
