namespace AlternatorHandler.Testing.Engine;

/// <summary>The exception that is thrown when the engine rejects an operation. It becomes a response with status 400.</summary>
internal sealed class EngineException(string type, string message, MapValue? item = null) : Exception(message)
{
    public string Type { get; } = type;

    public MapValue? Item { get; } = item;

    public static EngineException Validation(string message) => new("ValidationException", message);

    public static EngineException NotFound(string message) => new("ResourceNotFoundException", message);

    public static EngineException AccessDenied(string message) => new("AccessDeniedException", message);

    public static EngineException ConditionFailed(MapValue? item) =>
        new("ConditionalCheckFailedException", "The conditional request failed", item);

    public static EngineException TableNotFound(string tableName) => NotFound($"Requested resource not found: Table: {tableName} not found");

    public static EngineException UnknownOperation(string operation) =>
        new("UnknownOperationException", $"Unsupported operation {operation}");
}
