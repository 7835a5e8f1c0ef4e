using System.Text.Json;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Reads a page of a partition in the order of its range key.</summary>
internal sealed class Query(TableCatalog catalog) : IOperation
{
    public string Name => nameof(Query);

    public void Execute(OperationRequest request, Utf8JsonWriter response)
    {
        var order = ItemOrder.Read(request, catalog);
        var placeholders = new Placeholders(request);
        var page = PageRequest.Read(request, "QueryFilter", placeholders, order);
        var condition = KeyCondition.Read(request, placeholders, order.Keys);
        placeholders.VerifyAllUsed(Name);
        VerifyFilter(page.Filter, order.Keys);

        var start = order.ReadStart(request);
        var partition = new PartitionKey(condition.Hash);
        if (start is { Key.Partition: var startsIn } && !startsIn.Equals(partition))
        {
            throw EngineException.Validation("The provided starting key is outside query boundaries based on provided conditions");
        }

        var backwards = request.OptionalBoolean("ScanIndexForward") is false;
        var items = order.ReadPartition(partition).Where(item => condition.Range?.IsSatisfiedBy(item) is not false);
        Page.Write(response, page, order, order.SkipTo(backwards ? items.Reverse() : items, start, backwards));
    }

    private static void VerifyFilter(Condition? filter, KeySchema keys)
    {
        if (filter?.GetPaths().FirstOrDefault(path => keys.Has(path.Root)) is { } key)
        {
            throw EngineException.Validation(
                $"Filter Expression can only contain non-primary key attributes: Primary key attribute: {key.Root}");
        }
    }
}
