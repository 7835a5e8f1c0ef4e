using System.Text.Json;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Lists the tags of a table.</summary>
internal sealed class ListTagsOfResource(TableCatalog catalog) : IOperation
{
    public string Name => nameof(ListTagsOfResource);

    public void Execute(OperationRequest request, Utf8JsonWriter response)
    {
        response.WriteStartArray("Tags");
        foreach (var (key, value) in catalog.GetByArn(request).Tags.Tags)
        {
            response.WriteStartObject();
            response.WriteString("Key", key);
            response.WriteString("Value", value);
            response.WriteEndObject();
        }

        response.WriteEndArray();
    }
}
