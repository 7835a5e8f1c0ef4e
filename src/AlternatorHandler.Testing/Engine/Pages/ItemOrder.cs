namespace AlternatorHandler.Testing.Engine;

/// <summary>Reads the items of a table or of one of its indexes in order.</summary>
internal sealed class ItemOrder(StoredTable table, SecondaryIndex? index)
{
    public SecondaryIndex? Index => index;

    public KeySchema Keys { get; } = index?.Keys ?? table.Definition.Keys;

    private KeySchema TableKeys => table.Definition.Keys;

    public static ItemOrder Read(OperationRequest request, TableCatalog catalog)
    {
        var table = catalog.Get(request.TableName);
        if (request.OptionalString("IndexName") is not { } name)
        {
            return new ItemOrder(table, index: null);
        }

        var index = table.Definition.Indexes.FirstOrDefault(index => index.Name == name)
            ?? throw EngineException.Validation($"The table does not have the specified index: {name}");
        return new ItemOrder(table, index);
    }

    public IEnumerable<MapValue> ReadPartition(PartitionKey key) => index is null
        ? table.GetPartition(key)
        : Sorted(ReadAll().Where(item => index.Keys.GetKey(item).Partition.Equals(key)));

    /// <summary>Returns all items, or those after a position.</summary>
    public IEnumerable<MapValue> ReadAll(ItemPosition? after, Func<PartitionKey, bool> isIncluded)
    {
        if (index is not null)
        {
            return SkipTo(Sorted(ReadAll().Where(item => isIncluded(index.Keys.GetKey(item).Partition))), after);
        }

        var items = table.GetPartitionKeys(from: after?.Key.Partition).Where(isIncluded).SelectMany(table.GetPartition);
        return SkipTo(items, after);
    }

    public IEnumerable<MapValue> SkipTo(IEnumerable<MapValue> items, ItemPosition? position, bool backwards = false) => position is not { } start
        ? items
        : items.SkipWhile(item => backwards ? GetPosition(item).CompareTo(start) >= 0 : GetPosition(item).CompareTo(start) <= 0);

    /// <summary>Reads ExclusiveStartKey.</summary>
    public ItemPosition? ReadStart(OperationRequest request)
    {
        if (request.OptionalItem("ExclusiveStartKey") is not { } key)
        {
            return null;
        }

        var names = GetKeyNames();
        return key.Attributes.Count == names.Count && names.All(name => key[name] is not null)
            ? new ItemPosition(Keys.ReadKey(key), TableKeys.ReadKey(key))
            : throw EngineException.Validation("The provided starting key is invalid: it must have the attributes " + string.Join(", ", names));
    }

    /// <summary>Returns the ExclusiveStartKey of the page that follows an item.</summary>
    public MapValue GetStartKey(MapValue item) => item.Only(GetKeyNames());

    public MapValue Project(MapValue item) => index?.Project(item, TableKeys) ?? item;

    private IEnumerable<MapValue> ReadAll()
    {
        var items = table.GetPartitionKeys().SelectMany(table.GetPartition);
        return index is null ? items : items.Where(index.Contains);
    }

    private IEnumerable<MapValue> Sorted(IEnumerable<MapValue> items) => items.OrderBy(GetPosition);

    private ItemPosition GetPosition(MapValue item) => new(Keys.GetKey(item), TableKeys.GetKey(item));

    private List<string> GetKeyNames() => [.. Keys.Attributes.Concat(TableKeys.Attributes).Select(static key => key.Name).Distinct()];
}
