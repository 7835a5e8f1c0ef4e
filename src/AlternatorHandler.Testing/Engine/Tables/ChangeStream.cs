using System.Globalization;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Records the changes of a table's items. It has one shard, where a node has many, and shows a change at once, where a node takes 10 seconds by default.</summary>
internal sealed class ChangeStream(TableDefinition table, string viewType, DateTimeOffset created, TimeProvider timeProvider)
{
    private readonly List<StreamRecord> _records = [];

    public TableDefinition Table => table;

    public string ViewType => viewType;

    public DateTimeOffset Created => created;

    public string Label { get; } = created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture);

    public string Arn => $"{table.Arn}/stream/{Label}";

    public string ShardId { get; } = $"shardId-{created.ToUnixTimeMilliseconds():D20}-00000001";

    public bool IsEnabled { get; private set; } = true;

    /// <summary>Gets the records. The sequence number of the record at index i is i + 1.</summary>
    public IReadOnlyList<StreamRecord> Records => _records;

    public void Disable() => IsEnabled = false;

    /// <summary>Records a change from one state of an item to another; <see langword="null"/> stands for no item. A write that changes nothing is not recorded.</summary>
    public void Record(MapValue? before, MapValue? after, bool isExpiration)
    {
        if (!Equals(before, after) && (after ?? before) is { } item)
        {
            var keys = item.Only(table.Keys.Attributes.Select(static key => key.Name));
            _records.Add(new StreamRecord(_records.Count + 1, timeProvider.GetUtcNow(), keys, before, after, isExpiration));
        }
    }
}
