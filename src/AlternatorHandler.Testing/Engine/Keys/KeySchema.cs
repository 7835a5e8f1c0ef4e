namespace AlternatorHandler.Testing.Engine;

/// <summary>Represents the attributes of the key of a table or an index.</summary>
internal sealed record KeySchema(KeyAttribute Hash, KeyAttribute? Range)
{
    public IReadOnlyList<KeyAttribute> Attributes => Range is null ? [Hash] : [Hash, Range];

    public bool Has(string attribute) => attribute == Hash.Name || attribute == Range?.Name;

    /// <summary>Reads and verifies the key of an item.</summary>
    public ItemKey ReadKey(MapValue item)
    {
        foreach (var attribute in Attributes)
        {
            Verify(attribute, item[attribute.Name] ?? throw EngineException.Validation(
                $"One or more parameter values were invalid: Missing the key {attribute.Name} in the item"));
        }

        return GetKey(item);
    }

    /// <summary>Parses a key, which must have exactly the attributes of the schema.</summary>
    public ItemKey ParseKey(MapValue key)
    {
        if (key.Attributes.Count != Attributes.Count || Attributes.Any(attribute => key[attribute.Name]?.Type != attribute.Type))
        {
            throw EngineException.Validation("The provided key element does not match the schema");
        }

        return ReadKey(key);
    }

    /// <summary>Verifies the attributes of an index key. All of them are optional.</summary>
    public void VerifyPresent(MapValue item)
    {
        foreach (var attribute in Attributes)
        {
            if (item[attribute.Name] is { } value)
            {
                Verify(attribute, value);
            }
        }
    }

    /// <summary>Returns the key of an item that has been verified.</summary>
    public ItemKey GetKey(MapValue item) => new(new PartitionKey(item[Hash.Name]!), Range is null ? null : item[Range.Name]);

    private static void Verify(KeyAttribute attribute, AttributeValue value)
    {
        if (value.Type != attribute.Type)
        {
            throw EngineException.Validation(
                $"One or more parameter values were invalid: Type mismatch for key {attribute.Name} expected: {attribute.Type} actual: {value.Type}");
        }

        if (value.Size == 0)
        {
            throw EngineException.Validation(
                "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty " +
                $"{(value is StringValue ? "string" : "binary")} value. Key: {attribute.Name}");
        }
    }
}
