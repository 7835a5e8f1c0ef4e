namespace AlternatorHandler.Testing.Engine;

/// <summary>Represents the properties of a table that do not change after CreateTable.</summary>
internal sealed record TableDefinition(
    string Name,
    Guid Id,
    DateTimeOffset Created,
    KeySchema Keys,
    IReadOnlyList<KeyAttribute> Attributes,
    IReadOnlyList<SecondaryIndex> Indexes,
    bool IsPayPerRequest,
    int ReadCapacity,
    int WriteCapacity)
{
    public string Arn => $"arn:scylla:alternator:alternator_{Name}:scylla:table/{Name}";

    /// <summary>Verifies an item, including its index keys, and returns its key.</summary>
    public ItemKey Verify(MapValue item)
    {
        var key = Keys.ReadKey(item);
        foreach (var index in Indexes)
        {
            index.Keys.VerifyPresent(item);
        }

        return key;
    }
}
