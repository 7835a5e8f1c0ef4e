using System.Text.Json;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Changes an item, or creates it if it does not exist.</summary>
internal sealed class UpdateItem(TableCatalog catalog) : IOperation
{
    public string Name => nameof(UpdateItem);

    public void Execute(OperationRequest request, Utf8JsonWriter response)
    {
        request.RejectMixedParameters(
            ["AttributeUpdates", "Expected", "ConditionalOperator"], ["UpdateExpression", "ConditionExpression"]);
        var table = catalog.Get(request.TableName);
        var keyAttributes = request.RequiredItem("Key");
        var key = table.Definition.Keys.ParseKey(keyAttributes);
        var returnValues = request.Choice("ReturnValues", "NONE", "ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW");
        var placeholders = new Placeholders(request);
        var update = ReadUpdate(request, placeholders, table.Definition.Keys);
        var condition = WriteCondition.Read(request, placeholders);
        placeholders.VerifyAllUsed(Name);

        var old = table.Find(key);
        condition.Verify(old);
        var updated = update.Apply(old ?? keyAttributes);
        var isStored = old is not null || !update.IsRemovalOnly;
        if (isStored)
        {
            table.Definition.Verify(updated);
            table.Put(key, updated);
        }

        var returned = returnValues switch
        {
            "ALL_OLD" => old,
            "ALL_NEW" => isStored ? updated : null,
            "UPDATED_OLD" => old is null ? null : new Projection(update.Paths).Apply(old),
            "UPDATED_NEW" => new Projection(update.Paths).Apply(updated),
            _ => null,
        };
        if (returned is { Attributes.Count: > 0 })
        {
            response.WriteItem("Attributes", returned);
        }
    }

    private static UpdateExpression ReadUpdate(OperationRequest request, Placeholders placeholders, KeySchema keys)
    {
        var update = request.OptionalString("UpdateExpression") is { } expression
            ? UpdateParser.Parse(expression, placeholders)
            : AttributeUpdates.Read(request) ?? UpdateExpression.Empty;
        return update.Paths.FirstOrDefault(path => keys.Has(path.Root)) is { } path
            ? throw EngineException.Validation($"One or more parameter values were invalid: Cannot update attribute {path.Root}. This attribute is part of the key")
            : update;
    }
}
