using System.Text.Json;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Creates a table. As in Alternator, it is ACTIVE immediately.</summary>
internal sealed class CreateTable(TableCatalog catalog, TimeProvider timeProvider) : IOperation
{
    public string Name => nameof(CreateTable);

    public void Execute(OperationRequest request, Utf8JsonWriter response)
    {
        var now = timeProvider.GetUtcNow();
        var table = new StoredTable(TableDefinitionReader.Read(request, Guid.CreateVersion7(now), now))
        {
            Tags = TagSet.Empty.With(request.OptionalArray("Tags") ?? []),
        };
        if (StreamSpecification.Read(request) is { IsEnabled: true } stream)
        {
            table.AddStream(stream.ViewType, timeProvider);
        }

        catalog.Add(table);
        response.WriteTable("TableDescription", table, "ACTIVE");
    }
}
