using System.Text.Json;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Deletes an item if it exists.</summary>
internal sealed class DeleteItem(TableCatalog catalog) : IOperation
{
    public string Name => nameof(DeleteItem);

    public void Execute(OperationRequest request, Utf8JsonWriter response)
    {
        request.RejectMixedParameters(["Expected", "ConditionalOperator"], ["ConditionExpression"]);
        var table = catalog.Get(request.TableName);
        var key = table.Definition.Keys.ParseKey(request.RequiredItem("Key"));
        var returnsOld = request.Choice("ReturnValues", "NONE", "ALL_OLD") == "ALL_OLD";
        var placeholders = new Placeholders(request);
        var condition = WriteCondition.Read(request, placeholders);
        placeholders.VerifyAllUsed(Name);

        var old = table.Find(key);
        condition.Verify(old);
        table.Remove(key);
        if (returnsOld && old is not null)
        {
            response.WriteItem("Attributes", old);
        }
    }
}
