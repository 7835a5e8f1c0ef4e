using System.Text.Json;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Reads items of several tables.</summary>
internal sealed class BatchGetItem(TableCatalog catalog) : IOperation
{
    private const int MaxKeys = 100;

    public string Name => nameof(BatchGetItem);

    public void Execute(OperationRequest request, Utf8JsonWriter response)
    {
        var reads = request.RequiredObject("RequestItems").Members().Select(Read).ToList();
        var keys = reads.Sum(static read => read.Keys.Count);
        if (keys is < 1 or > MaxKeys)
        {
            throw EngineException.Validation($"BatchGetItem must have 1 to {MaxKeys} keys, got {keys}");
        }

        response.WriteStartObject("Responses");
        foreach (var (table, tableKeys, projection) in reads)
        {
            response.WriteStartArray(table.Definition.Name);
            foreach (var item in tableKeys.Select(table.Find).OfType<MapValue>())
            {
                response.WriteItem(projection?.Apply(item) ?? item);
            }

            response.WriteEndArray();
        }

        response.WriteEndObject();
        response.WriteStartObject("UnprocessedKeys");
        response.WriteEndObject();
    }

    private (StoredTable Table, List<ItemKey> Keys, Projection? Projection) Read(KeyValuePair<string, JsonElement> member)
    {
        var request = new OperationRequest(member.Value);
        request.RejectMixedParameters(["AttributesToGet"], ["ProjectionExpression"]);
        var table = catalog.Get(member.Key);
        var keys = request.RequiredArray("Keys").Select(key => table.Definition.Keys.ParseKey(AttributeValueJson.ReadItem(key))).ToList();
        if (keys.Distinct().Count() < keys.Count)
        {
            throw EngineException.Validation("Provided list of item keys contains duplicates");
        }

        var placeholders = new Placeholders(request);
        var projection = Projection.Read(request, placeholders);
        placeholders.VerifyAllUsed(Name);
        return (table, keys, projection);
    }
}
