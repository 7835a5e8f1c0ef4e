namespace AlternatorHandler.Testing.Engine;

/// <summary>Provides the tables by name, and the streams of all tables.</summary>
internal sealed class TableCatalog(TimeProvider timeProvider)
{
    private readonly SortedDictionary<string, StoredTable> _tables = new(StringComparer.Ordinal);

    public IEnumerable<string> Names => _tables.Keys;

    public IEnumerable<ChangeStream> Streams => _tables.Values.SelectMany(static table => table.Streams);

    public StoredTable Get(string name) => _tables.GetValueOrDefault(name) ?? throw EngineException.TableNotFound(name);

    /// <summary>Returns the table whose ARN is the ResourceArn of a request.</summary>
    public StoredTable GetByArn(OperationRequest request)
    {
        var arn = request.OptionalString("ResourceArn") ?? throw EngineException.AccessDenied("Incorrect resource identifier");
        return _tables.Values.FirstOrDefault(table => table.Definition.Arn == arn) ?? throw (arn.StartsWith("arn:scylla:alternator:", StringComparison.Ordinal)
            ? EngineException.NotFound($"ResourceArn: Invalid table ARN `{arn}` - not found")
            : EngineException.AccessDenied($"ResourceArn: Invalid table ARN `{arn}`"));
    }

    /// <summary>Returns the stream with an ARN.</summary>
    public ChangeStream GetStream(string arn) =>
        Streams.FirstOrDefault(stream => stream.Arn == arn) ?? throw EngineException.NotFound("Invalid StreamArn");

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

    public void RemoveExpiredItems()
    {
        var now = timeProvider.GetUtcNow().ToUnixTimeSeconds();
        foreach (var table in _tables.Values)
        {
            table.RemoveExpired(now);
        }
    }
}
