using System.Text.Json;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Describes the time to live of a table's items.</summary>
internal sealed class DescribeTimeToLive(TableCatalog catalog) : IOperation
{
    public string Name => nameof(DescribeTimeToLive);

    public void Execute(OperationRequest request, Utf8JsonWriter response)
    {
        var timeToLive = catalog.Get(request.TableName).TimeToLive;
        response.WriteStartObject("TimeToLiveDescription");
        response.WriteString("TimeToLiveStatus", timeToLive is null ? "DISABLED" : "ENABLED");
        if (timeToLive is not null)
        {
            response.WriteString("AttributeName", timeToLive.Attribute);
        }

        response.WriteEndObject();
    }
}
