using System.Text.Json;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Enables or disables the stream of a table. As in Alternator, a BillingMode is accepted and has no effect.</summary>
internal sealed class UpdateTable(TableCatalog catalog, TimeProvider timeProvider) : IOperation
{
    private static readonly string[] NotSupported = ["GlobalSecondaryIndexUpdates", "ProvisionedThroughput", "ReplicaUpdates", "SSESpecification"];

    public string Name => nameof(UpdateTable);

    public void Execute(OperationRequest request, Utf8JsonWriter response)
    {
        if (NotSupported.FirstOrDefault(request.Has) is { } parameter)
        {
            throw EngineException.Validation($"{parameter} not supported");
        }

        var table = catalog.Get(request.TableName);
        var stream = StreamSpecification.Read(request);
        if (stream is null && !request.Has("BillingMode"))
        {
            throw EngineException.Validation("UpdateTable requires one of StreamSpecification or BillingMode to be specified");
        }

        switch (stream?.IsEnabled, table.EnabledStream)
        {
            case (true, null):
                table.AddStream(stream.ViewType, timeProvider);
                break;
            case (true, _):
                throw EngineException.Validation($"Table already has an enabled stream: TableName: {table.Definition.Name}");
            case (false, null):
                throw EngineException.Validation($"Table has no stream to disable: TableName: {table.Definition.Name}");
            case (false, { } enabled):
                enabled.Disable();
                break;
        }

        response.WriteTable("TableDescription", table, "ACTIVE");
    }
}
