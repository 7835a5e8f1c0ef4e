namespace AlternatorHandler.Testing.Engine;

/// <summary>An operation refused by the engine; it becomes a 400 response.</summary>
internal sealed class EngineException(string type, string message, MapValue? item = null) : Exception(message)
{
    public string Type { get; } = type;

    public MapValue? Item { get; } = item;

    public static EngineException Validation(string message) => new("ValidationException", message);

    public static EngineException ConditionFailed(MapValue? item) =>
        new("ConditionalCheckFailedException", "The conditional request failed", item);

    public static EngineException TableNotFound(string tableName) =>
        new("ResourceNotFoundException", $"Requested resource not found: Table: {tableName} not found");

    public static EngineException UnknownOperation(string operation) =>
        new("UnknownOperationException", $"Unsupported operation {operation}");
}
