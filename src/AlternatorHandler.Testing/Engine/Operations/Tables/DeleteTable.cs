using System.Text.Json;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Deletes a table immediately.</summary>
internal sealed class DeleteTable(TableCatalog catalog) : IOperation
{
    public string Name => nameof(DeleteTable);

    public void Execute(OperationRequest request, Utf8JsonWriter response) =>
        response.WriteTable("TableDescription", catalog.Remove(request.TableName), "DELETING");
}
