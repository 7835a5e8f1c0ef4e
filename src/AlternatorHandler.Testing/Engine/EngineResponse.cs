namespace AlternatorHandler.Testing.Engine;

/// <summary>Represents the response to an operation: the HTTP status code and the JSON body.</summary>
internal readonly record struct EngineResponse(int StatusCode, byte[] Body);
