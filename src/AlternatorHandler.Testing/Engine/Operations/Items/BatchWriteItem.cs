using System.Text.Json;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Puts and deletes items of several tables.</summary>
internal sealed class BatchWriteItem(TableCatalog catalog) : IOperation
{
    // This is the default of alternator_max_items_in_batch_write in Alternator. DynamoDB allows 25.
    private const int MaxItems = 100;

    public string Name => nameof(BatchWriteItem);

    public void Execute(OperationRequest request, Utf8JsonWriter response)
    {
        // All writes are verified before the first one is executed.
        var writes = request.RequiredObject("RequestItems").Members().SelectMany(Read).ToList();
        if (writes.Count is < 1 or > MaxItems)
        {
            throw EngineException.Validation($"Invalid length of BatchWriteItem command, got {writes.Count} items, maximum is {MaxItems}");
        }

        if (writes.DistinctBy(static write => (write.Table, write.Key)).Count() < writes.Count)
        {
            throw EngineException.Validation("Provided list of item keys contains duplicates");
        }

        foreach (var (table, key, item) in writes)
        {
            if (item is not null)
            {
                table.Put(key, item);
            }
            else
            {
                table.Remove(key);
            }
        }

        response.WriteStartObject("UnprocessedItems");
        response.WriteEndObject();
    }

    private IEnumerable<(StoredTable Table, ItemKey Key, MapValue? Item)> Read(KeyValuePair<string, JsonElement> member)
    {
        var table = catalog.Get(member.Key);
        var writes = member.Value.ValueKind == JsonValueKind.Array
            ? member.Value.EnumerateArray()
            : throw EngineException.Validation($"BatchWriteItem expects an array of requests for the table {member.Key}");
        foreach (var write in writes.Select(static write => new OperationRequest(write)))
        {
            switch (write.OptionalObject("PutRequest"), write.OptionalObject("DeleteRequest"))
            {
                case ({ } put, null):
                    var item = put.RequiredItem("Item");
                    yield return (table, table.Definition.Verify(item), item);
                    break;
                case (null, { } delete):
                    yield return (table, table.Definition.Keys.ParseKey(delete.RequiredItem("Key")), null);
                    break;
                default:
                    throw EngineException.Validation("BatchWriteItem requests must have either a PutRequest or a DeleteRequest");
            }
        }
    }
}
