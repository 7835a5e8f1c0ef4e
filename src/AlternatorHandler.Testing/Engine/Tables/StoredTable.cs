namespace AlternatorHandler.Testing.Engine;

/// <summary>The items of a table. Not thread-safe: the engine runs one operation at a time.</summary>
internal sealed class StoredTable(TableDefinition definition)
{
    private readonly Dictionary<PartitionKey, Partition> _partitions = [];
    private readonly SortedSet<PartitionKey> _order = [];

    public TableDefinition Definition { get; } = definition;

    public int ItemCount { get; private set; }

    /// <summary>Gets the sum of the items' sizes in bytes.</summary>
    public long Size { get; private set; }

    public MapValue? Find(ItemKey key) => _partitions.GetValueOrDefault(key.Partition)?.Find(key.Range);

    public void Put(ItemKey key, MapValue item)
    {
        if (!_partitions.TryGetValue(key.Partition, out var partition))
        {
            _partitions.Add(key.Partition, partition = new Partition());
            _order.Add(key.Partition);
        }

        UpdateTotals(partition.Find(key.Range), item);
        partition.Put(key.Range, item);
    }

    public void Remove(ItemKey key)
    {
        if (!_partitions.TryGetValue(key.Partition, out var partition))
        {
            return;
        }

        UpdateTotals(partition.Find(key.Range), null);
        partition.Remove(key.Range);
        if (partition.Items.Count == 0)
        {
            _partitions.Remove(key.Partition);
            _order.Remove(key.Partition);
        }
    }

    public IReadOnlyList<MapValue> GetPartition(PartitionKey key) => _partitions.GetValueOrDefault(key)?.Items ?? [];

    /// <summary>Returns the partitions in token order, from one of them on or all.</summary>
    public IEnumerable<PartitionKey> GetPartitionKeys(PartitionKey? from = null) =>
        _order.Count == 0 || from is not { } first ? _order
        : first.CompareTo(_order.Max) > 0 ? []
        : _order.GetViewBetween(first, _order.Max);

    private void UpdateTotals(MapValue? before, MapValue? after)
    {
        ItemCount += (after is null ? 0 : 1) - (before is null ? 0 : 1);
        Size += (after?.Size ?? 0) - (before?.Size ?? 0);
    }
}
