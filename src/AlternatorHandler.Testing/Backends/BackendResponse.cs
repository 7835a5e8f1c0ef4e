namespace AlternatorHandler.Testing.Backends;

/// <summary>Represents the result of an operation: a status code and a JSON body, which may be empty.</summary>
internal readonly record struct BackendResponse(int StatusCode, ReadOnlyMemory<byte> Body);
