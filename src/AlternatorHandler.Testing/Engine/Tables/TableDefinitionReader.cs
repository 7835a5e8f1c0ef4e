using System.Text.Json;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Reads and verifies the definition of a table in a CreateTable request.</summary>
internal static class TableDefinitionReader
{
    public static TableDefinition Read(OperationRequest request, Guid id, DateTimeOffset created)
    {
        var name = VerifiedName(request.TableName, "TableName");
        var attributes = ReadAttributes(request);
        var keys = ReadKeys(request, attributes);
        List<SecondaryIndex> indexes =
        [
            .. ReadIndexes(request, "GlobalSecondaryIndexes", isGlobal: true, attributes),
            .. ReadIndexes(request, "LocalSecondaryIndexes", isGlobal: false, attributes),
        ];
        VerifyIndexes(keys, indexes);
        VerifyAllUsed(attributes, [keys, .. indexes.Select(static index => index.Keys)]);
        var (isPayPerRequest, throughput) = ReadBilling(request);
        return new TableDefinition(
            name,
            id,
            created,
            keys,
            [.. attributes.Values],
            indexes,
            isPayPerRequest,
            throughput?.OptionalInteger("ReadCapacityUnits") ?? 0,
            throughput?.OptionalInteger("WriteCapacityUnits") ?? 0);
    }

    private static string VerifiedName(string name, string parameter)
    {
        if (name.Length is < 3 or > 192)
        {
            throw EngineException.Validation($"{parameter} must be at least 3 characters long and at most 192 characters long: {name}");
        }

        return name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.')
            ? name
            : throw EngineException.Validation($"{parameter} must satisfy regular expression pattern: [a-zA-Z0-9_.-]+, got: {name}");
    }

    private static Dictionary<string, KeyAttribute> ReadAttributes(OperationRequest request)
    {
        var attributes = new Dictionary<string, KeyAttribute>();
        foreach (var element in request.RequiredArray("AttributeDefinitions"))
        {
            var definition = new OperationRequest(element);
            var name = definition.RequiredString("AttributeName");
            if (!attributes.TryAdd(name, new KeyAttribute(name, definition.Choice("AttributeType", "S", "N", "B"))))
            {
                throw EngineException.Validation($"AttributeDefinitions has the attribute {name} twice");
            }
        }

        return attributes;
    }

    private static KeySchema ReadKeys(OperationRequest request, Dictionary<string, KeyAttribute> attributes)
    {
        var elements = request.RequiredArray("KeySchema").Select(static element => new OperationRequest(element)).ToList();
        if (elements.Count is < 1 or > 2)
        {
            throw EngineException.Validation($"KeySchema must have one or two elements, got {elements.Count}");
        }

        var hash = Key(elements[0], "HASH");
        var range = elements.Count == 2 ? Key(elements[1], "RANGE") : null;
        return hash == range
            ? throw EngineException.Validation($"KeySchema has the attribute {hash.Name} both as HASH and RANGE")
            : new KeySchema(hash, range);

        KeyAttribute Key(OperationRequest element, string keyType)
        {
            var name = element.RequiredString("AttributeName");
            if (element.RequiredString("KeyType") != keyType)
            {
                throw EngineException.Validation("KeySchema must have a HASH element first and then, if at all, a RANGE element");
            }

            return attributes.GetValueOrDefault(name)
                ?? throw EngineException.Validation($"One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions: {name}");
        }
    }

    private static IEnumerable<SecondaryIndex> ReadIndexes(
        OperationRequest request, string parameter, bool isGlobal, Dictionary<string, KeyAttribute> attributes)
    {
        foreach (var element in request.OptionalArray(parameter) ?? [])
        {
            var index = new OperationRequest(element);
            var projection = index.RequiredObject("Projection");
            var included = projection.OptionalArray("NonKeyAttributes")?.Select(static name => name.ValueKind == JsonValueKind.String
                ? name.GetText()
                : throw EngineException.Validation("NonKeyAttributes must be an array of strings"));
            yield return new SecondaryIndex(
                VerifiedName(index.RequiredString("IndexName"), "IndexName"),
                isGlobal,
                ReadKeys(index, attributes),
                projection.Choice("ProjectionType", "ALL", "KEYS_ONLY", "INCLUDE"),
                [.. included ?? []]);
        }
    }

    private static void VerifyIndexes(KeySchema keys, List<SecondaryIndex> indexes)
    {
        foreach (var index in indexes)
        {
            if (indexes.Count(other => other.Name == index.Name) > 1)
            {
                throw EngineException.Validation($"One or more parameter values were invalid: Duplicate index name: {index.Name}");
            }

            if (!index.IsGlobal && (keys.Range is null || index.Keys.Range is null || index.Keys.Hash != keys.Hash))
            {
                throw EngineException.Validation(
                    $"One or more parameter values were invalid: the local index {index.Name} and the table need a RANGE key and the same HASH key");
            }
        }
    }

    private static void VerifyAllUsed(Dictionary<string, KeyAttribute> attributes, List<KeySchema> schemas)
    {
        if (attributes.Keys.FirstOrDefault(name => !schemas.Exists(schema => schema.Has(name))) is { } spurious)
        {
            throw EngineException.Validation($"One or more parameter values were invalid: AttributeDefinitions has the attribute {spurious}, which no key uses");
        }
    }

    private static (bool IsPayPerRequest, OperationRequest? Throughput) ReadBilling(OperationRequest request)
    {
        var isPayPerRequest = request.Choice("BillingMode", "PROVISIONED", "PAY_PER_REQUEST") == "PAY_PER_REQUEST";
        var throughput = request.OptionalObject("ProvisionedThroughput");
        return (isPayPerRequest, throughput) switch
        {
            (true, not null) => throw EngineException.Validation("When BillingMode=PAY_PER_REQUEST, ProvisionedThroughput cannot be specified."),
            (false, null) => throw EngineException.Validation("When BillingMode=PROVISIONED, ProvisionedThroughput must be specified."),
            _ => (isPayPerRequest, throughput),
        };
    }
}
