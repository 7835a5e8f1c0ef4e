namespace AlternatorHandler.Testing.Engine;

/// <summary>Represents the key condition of a Query: the partition key, and optionally a condition on the range key.</summary>
internal sealed record KeyCondition(AttributeValue Hash, Condition? Range)
{
    public static KeyCondition Read(OperationRequest request, Placeholders placeholders, KeySchema keys)
    {
        var condition = request.OptionalString("KeyConditionExpression") is { } expression
            ? ConditionParser.Parse("KeyConditionExpression", expression, placeholders)
            : LegacyConditions.ReadKeyConditions(request)
                ?? throw EngineException.Validation("Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.");
        return From(condition, keys);
    }

    private static KeyCondition From(Condition condition, KeySchema keys)
    {
        AttributeValue? hash = null;
        Condition? range = null;
        foreach (var part in Flatten(condition))
        {
            var (name, values) = Operands(part);
            var attribute = keys.Attributes.FirstOrDefault(attribute => attribute.Name == name)
                ?? throw EngineException.Validation($"Query condition missed key schema element: {Missed(keys, hash)}");
            Verify(attribute, values);
            if (attribute == keys.Hash ? hash is not null : range is not null)
            {
                throw EngineException.Validation("KeyConditionExpressions must only contain one condition per key");
            }

            if (attribute != keys.Hash)
            {
                range = part;
            }
            else
            {
                hash = part is Condition.Comparison { Comparator: Comparator.Equal } ? values[0] : throw NotSupported();
            }
        }

        return new KeyCondition(hash ?? throw EngineException.Validation($"Query condition missed key schema element: {keys.Hash.Name}"), range);
    }

    private static IEnumerable<Condition> Flatten(Condition condition) => condition is Condition.All(var parts) ? parts.SelectMany(Flatten) : [condition];

    private static (string Name, AttributeValue[] Values) Operands(Condition condition) => condition switch
    {
        Condition.Comparison(Operand.Path(var at), not Comparator.NotEqual, Operand.Constant(var value)) when at.IsTopLevel => (at.Root, [value]),
        Condition.Between(Operand.Path(var at), Operand.Constant(var low), Operand.Constant(var high)) when at.IsTopLevel => (at.Root, [low, high]),
        Condition.BeginsWith(Operand.Path(var at), Operand.Constant(var prefix)) when at.IsTopLevel => (at.Root, [prefix]),
        _ => throw NotSupported(),
    };

    private static void Verify(KeyAttribute attribute, AttributeValue[] values)
    {
        foreach (var value in values)
        {
            if (value.Type != attribute.Type)
            {
                throw EngineException.Validation(
                    "One or more parameter values were invalid: Condition parameter type does not match schema type; " +
                    $"the key {attribute.Name} is {attribute.Type}, got {value.Type}");
            }

            if (value.Size == 0)
            {
                throw EngineException.Validation($"One or more parameter values were invalid: the key {attribute.Name} cannot be compared with an empty value");
            }
        }
    }

    private static string Missed(KeySchema keys, AttributeValue? hash) => hash is not null && keys.Range is not null ? keys.Range.Name : keys.Hash.Name;

    private static EngineException NotSupported() => EngineException.Validation(
        "Query key condition not supported: the partition key must be compared with =, the sort key with =, <, <=, >, >=, BETWEEN or begins_with, and both with AND between them");
}
