namespace AlternatorHandler.Testing.Engine;

/// <summary>Stores the items with the same partition key, ordered by range key.</summary>
internal sealed class Partition
{
    private readonly List<AttributeValue?> _ranges = [];
    private readonly List<MapValue> _items = [];

    public IReadOnlyList<MapValue> Items => _items;

    public MapValue? Find(AttributeValue? range) => IndexOf(range) is >= 0 and var index ? _items[index] : null;

    public void Put(AttributeValue? range, MapValue item)
    {
        var index = IndexOf(range);
        if (index >= 0)
        {
            _items[index] = item;
        }
        else
        {
            _ranges.Insert(~index, range);
            _items.Insert(~index, item);
        }
    }

    public void Remove(AttributeValue? range)
    {
        if (IndexOf(range) is >= 0 and var index)
        {
            _ranges.RemoveAt(index);
            _items.RemoveAt(index);
        }
    }

    private int IndexOf(AttributeValue? range) => _ranges.BinarySearch(range, RangeOrder.Instance);

    private sealed class RangeOrder : IComparer<AttributeValue?>
    {
        public static readonly RangeOrder Instance = new();

        public int Compare(AttributeValue? x, AttributeValue? y) => ItemKey.CompareRanges(x, y);
    }
}
