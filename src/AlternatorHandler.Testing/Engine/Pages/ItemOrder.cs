namespace AlternatorHandler.Testing.Engine;

/// <summary>The items of a table, or of one of its indexes, in the order in which they are read.</summary>
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

    public IEnumerable<MapValue> Partition(PartitionKey key) => index is null
        ? table.Partition(key)
        : Sorted(All().Where(item => index.Keys.Of(item).Partition.Equals(key)));

    /// <summary>Returns the items after a position, or all.</summary>
    public IEnumerable<MapValue> All(ItemPosition? after, Func<PartitionKey, bool> isWanted)
    {
        if (index is not null)
        {
            return After(Sorted(All().Where(item => isWanted(index.Keys.Of(item).Partition))), after);
        }

        var items = table.PartitionKeys(from: after?.Key.Partition).Where(isWanted).SelectMany(table.Partition);
        return After(items, after);
    }

    public IEnumerable<MapValue> After(IEnumerable<MapValue> items, ItemPosition? position, bool backwards = false) => position is not { } start
        ? items
        : items.SkipWhile(item => backwards ? PositionOf(item).CompareTo(start) >= 0 : PositionOf(item).CompareTo(start) <= 0);

    /// <summary>Reads ExclusiveStartKey.</summary>
    public ItemPosition? ReadStart(OperationRequest request)
    {
        if (request.OptionalItem("ExclusiveStartKey") is not { } key)
        {
            return null;
        }

        var names = KeyNames();
        return key.Attributes.Count == names.Count && names.All(name => key[name] is not null)
            ? new ItemPosition(Keys.KeyOfItem(key), TableKeys.KeyOfItem(key))
            : throw EngineException.Validation("The provided starting key is invalid: it must have the attributes " + string.Join(", ", names));
    }

    /// <summary>Returns what the next page's ExclusiveStartKey is to be.</summary>
    public MapValue StartAfter(MapValue item) => item.Only(KeyNames());

    public MapValue Project(MapValue item) => index?.Project(item, TableKeys) ?? item;

    private IEnumerable<MapValue> All()
    {
        var items = table.PartitionKeys().SelectMany(table.Partition);
        return index is null ? items : items.Where(index.Covers);
    }

    private IEnumerable<MapValue> Sorted(IEnumerable<MapValue> items) => items.OrderBy(PositionOf);

    private ItemPosition PositionOf(MapValue item) => new(Keys.Of(item), TableKeys.Of(item));

    private List<string> KeyNames() => [.. Keys.Attributes.Concat(TableKeys.Attributes).Select(static key => key.Name).Distinct()];
}
