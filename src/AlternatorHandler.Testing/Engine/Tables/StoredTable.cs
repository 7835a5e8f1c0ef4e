namespace AlternatorHandler.Testing.Engine;

/// <summary>Stores the items of a table and the settings that can change. Not thread-safe: the engine executes one operation at a time.</summary>
internal sealed class StoredTable(TableDefinition definition)
{
    private readonly Dictionary<PartitionKey, Partition> _partitions = [];
    private readonly SortedSet<PartitionKey> _order = [];
    private readonly List<ChangeStream> _streams = [];

    public TableDefinition Definition { get; } = definition;

    public int ItemCount { get; private set; }

    /// <summary>Gets the total size of the items in bytes.</summary>
    public long Size { get; private set; }

    public TagSet Tags { get; set; } = TagSet.Empty;

    /// <summary>Gets the time to live, or <see langword="null"/> if items do not expire.</summary>
    public TimeToLive? TimeToLive { get; private set; }

    /// <summary>Gets the streams in order of creation. Only the last one can be enabled. Disabled ones can still be read.</summary>
    public IReadOnlyList<ChangeStream> Streams => _streams;

    /// <summary>Gets the enabled stream, or <see langword="null"/>.</summary>
    public ChangeStream? EnabledStream => _streams is [.., { IsEnabled: true } last] ? last : null;

    public MapValue? Find(ItemKey key) => _partitions.GetValueOrDefault(key.Partition)?.Find(key.Range);

    public void Put(ItemKey key, MapValue item)
    {
        if (!_partitions.TryGetValue(key.Partition, out var partition))
        {
            _partitions.Add(key.Partition, partition = new Partition());
            _order.Add(key.Partition);
        }

        OnChange(partition.Find(key.Range), item);
        partition.Put(key.Range, item);
        TimeToLive?.Track(key, item);
    }

    public void Remove(ItemKey key, bool isExpiration = false)
    {
        if (!_partitions.TryGetValue(key.Partition, out var partition))
        {
            return;
        }

        OnChange(partition.Find(key.Range), null, isExpiration);
        partition.Remove(key.Range);
        if (partition.Items.Count == 0)
        {
            _partitions.Remove(key.Partition);
            _order.Remove(key.Partition);
        }
    }

    public IReadOnlyList<MapValue> GetPartition(PartitionKey key) => _partitions.GetValueOrDefault(key)?.Items ?? [];

    /// <summary>Returns the keys of all partitions, or of those from a given one on, in token order.</summary>
    public IEnumerable<PartitionKey> GetPartitionKeys(PartitionKey? from = null) =>
        _order.Count == 0 || from is not { } first ? _order
        : first.CompareTo(_order.Max) > 0 ? []
        : _order.GetViewBetween(first, _order.Max);

    public void SetTimeToLive(string? attribute)
    {
        TimeToLive = attribute is null ? null : new TimeToLive(attribute);
        foreach (var item in _order.SelectMany(GetPartition))
        {
            TimeToLive?.Track(Definition.Keys.GetKey(item), item);
        }
    }

    /// <summary>Removes the items that have expired. A node removes them later, in a scan that it starts once a day by default.</summary>
    public void RemoveExpired(long now)
    {
        foreach (var key in TimeToLive?.TakeDue(now) ?? [])
        {
            if (Find(key) is { } item && TimeToLive!.HasExpired(item, now))
            {
                Remove(key, isExpiration: true);
            }
        }
    }

    public void AddStream(string viewType, TimeProvider timeProvider)
    {
        // The label of a stream is its creation time, which must be unique within the table.
        var created = timeProvider.GetUtcNow();
        if (_streams is [.., { Created: var last }] && created < last.AddMilliseconds(1))
        {
            created = last.AddMilliseconds(1);
        }

        _streams.Add(new ChangeStream(Definition, viewType, created, timeProvider));
    }

    private void OnChange(MapValue? before, MapValue? after, bool isExpiration = false)
    {
        ItemCount += (after is null ? 0 : 1) - (before is null ? 0 : 1);
        Size += (after?.Size ?? 0) - (before?.Size ?? 0);
        EnabledStream?.Record(before, after, isExpiration);
    }
}
