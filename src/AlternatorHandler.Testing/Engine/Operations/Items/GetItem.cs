using System.Text.Json;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Reads an item.</summary>
internal sealed class GetItem(TableCatalog catalog) : IOperation
{
    public string Name => nameof(GetItem);

    public void Execute(OperationRequest request, Utf8JsonWriter response)
    {
        request.RejectMixedParameters(["AttributesToGet"], ["ProjectionExpression"]);
        var table = catalog.Get(request.TableName);
        var key = table.Definition.Keys.ParseKey(request.RequiredItem("Key"));
        var placeholders = new Placeholders(request);
        var projection = Projection.Read(request, placeholders);
        placeholders.VerifyAllUsed(Name);
        if (table.Find(key) is { } item)
        {
            response.WriteItem("Item", projection?.Apply(item) ?? item);
        }
    }
}
