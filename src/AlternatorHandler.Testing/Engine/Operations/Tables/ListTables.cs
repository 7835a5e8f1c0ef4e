using System.Text.Json;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Lists the tables by name, in pages.</summary>
internal sealed class ListTables(TableCatalog catalog) : IOperation
{
    public string Name => nameof(ListTables);

    public void Execute(OperationRequest request, Utf8JsonWriter response)
    {
        var limit = request.OptionalInteger("Limit") ?? 100;
        if (limit is < 1 or > 100)
        {
            throw EngineException.Validation($"Limit must be greater than 0 and no greater than 100, got {limit}");
        }

        var start = request.OptionalString("ExclusiveStartTableName");
        var rest = catalog.Names.Where(name => string.CompareOrdinal(name, start) > 0).ToList();
        response.WriteStartArray("TableNames");
        foreach (var name in rest.Take(limit))
        {
            response.WriteStringValue(name);
        }

        response.WriteEndArray();
        if (rest.Count > limit)
        {
            response.WriteString("LastEvaluatedTableName", rest[limit - 1]);
        }
    }
}
