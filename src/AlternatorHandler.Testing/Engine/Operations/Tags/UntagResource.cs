using System.Text.Json;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Removes tags from a table.</summary>
internal sealed class UntagResource(TableCatalog catalog) : IOperation
{
    public string Name => nameof(UntagResource);

    public bool HasResponseBody => false;

    public void Execute(OperationRequest request, Utf8JsonWriter response)
    {
        var table = catalog.GetByArn(request);
        table.Tags = table.Tags.Without(request.RequiredArray("TagKeys").Select(static key => key.ValueKind == JsonValueKind.String
            ? key.GetText()
            : throw EngineException.Validation("TagKeys must be an array of strings")));
    }
}
