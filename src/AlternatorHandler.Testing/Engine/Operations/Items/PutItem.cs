using System.Text.Json;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Stores an item.</summary>
internal sealed class PutItem(TableCatalog catalog) : IOperation
{
    public string Name => nameof(PutItem);

    public void Execute(OperationRequest request, Utf8JsonWriter response)
    {
        request.RejectMixedParameters(["Expected", "ConditionalOperator"], ["ConditionExpression"]);
        var table = catalog.Get(request.TableName);
        var item = request.RequiredItem("Item");
        var key = table.Definition.Verify(item);
        var returnsOld = request.Choice("ReturnValues", "NONE", "ALL_OLD") == "ALL_OLD";
        var placeholders = new Placeholders(request);
        var condition = WriteCondition.Read(request, placeholders);
        placeholders.VerifyAllUsed(Name);

        var old = table.Find(key);
        condition.Verify(old);
        table.Put(key, item);
        if (returnsOld && old is not null)
        {
            response.WriteItem("Attributes", old);
        }
    }
}
