using System.Globalization;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Records the changes of the items in a table.</summary>
/// <remarks>The stream has one shard and returns records immediately. Streams of a node have many shards and return records after 10 seconds by default.</remarks>
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

    /// <summary>Gets the records. The sequence number of a record is its index plus 1.</summary>
    public IReadOnlyList<StreamRecord> Records => _records;

    public void Disable() => IsEnabled = false;

    /// <summary>Records a change of an item. <see langword="null"/> means that the item does not exist. A write that changes nothing is not recorded.</summary>
    public void Record(MapValue? before, MapValue? after, bool isExpiration)
    {
        if (!Equals(before, after) && (after ?? before) is { } item)
        {
            var keys = item.Only(table.Keys.Attributes.Select(static key => key.Name));
            _records.Add(new StreamRecord(_records.Count + 1, timeProvider.GetUtcNow(), keys, before, after, isExpiration));
        }
    }
}
