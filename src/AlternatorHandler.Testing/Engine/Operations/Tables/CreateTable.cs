using System.Text.Json;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Creates a table, which is ACTIVE at once, as Alternator's are.</summary>
internal sealed class CreateTable(TableCatalog catalog, TimeProvider timeProvider) : IOperation
{
    public string Name => nameof(CreateTable);

    public void Execute(OperationRequest request, Utf8JsonWriter response)
    {
        if (request.OptionalObject("StreamSpecification")?.OptionalBoolean("StreamEnabled") is true)
        {
            throw EngineException.Validation("CreateTable: streams are not supported by this in-memory engine");
        }

        var now = timeProvider.GetUtcNow();
        var table = new StoredTable(TableDefinitionReader.Read(request, Guid.CreateVersion7(now), now));
        catalog.Add(table);
        response.WriteTable("TableDescription", table, "ACTIVE");
    }
}
