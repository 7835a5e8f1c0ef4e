using System.Text.Json;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Describes a table.</summary>
internal sealed class DescribeTable(TableCatalog catalog) : IOperation
{
    public string Name => nameof(DescribeTable);

    public void Execute(OperationRequest request, Utf8JsonWriter response) =>
        response.WriteTable("Table", catalog.Get(request.TableName), "ACTIVE");
}
