namespace AlternatorHandler.Testing.Engine;

/// <summary>The tables by name.</summary>
internal sealed class TableCatalog
{
    private readonly SortedDictionary<string, StoredTable> _tables = new(StringComparer.Ordinal);

    public IEnumerable<string> Names => _tables.Keys;

    public StoredTable Get(string name) => _tables.GetValueOrDefault(name) ?? throw EngineException.TableNotFound(name);

    public void Add(StoredTable table)
    {
        if (!_tables.TryAdd(table.Definition.Name, table))
        {
            throw new EngineException("ResourceInUseException", $"Table {table.Definition.Name} already exists");
        }
    }

    public StoredTable Remove(string name)
    {
        var table = Get(name);
        _tables.Remove(name);
        return table;
    }
}
