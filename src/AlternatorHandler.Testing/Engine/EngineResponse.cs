namespace AlternatorHandler.Testing.Engine;

/// <summary>What a node answers to one operation: the HTTP status and the JSON body.</summary>
internal readonly record struct EngineResponse(int StatusCode, byte[] Body);
