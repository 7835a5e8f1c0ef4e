using System.Text.Json;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Adds tags to a table, or replaces their values.</summary>
internal sealed class TagResource(TableCatalog catalog) : IOperation
{
    public string Name => nameof(TagResource);

    public bool HasResponseBody => false;

    public void Execute(OperationRequest request, Utf8JsonWriter response)
    {
        var table = catalog.GetByArn(request);
        var tags = request.RequiredArray("Tags");
        table.Tags = tags.Count > 0 ? table.Tags.With(tags) : throw EngineException.Validation("The number of tags must be at least 1");
    }
}
