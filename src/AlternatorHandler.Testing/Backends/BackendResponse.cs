namespace AlternatorHandler.Testing.Backends;

/// <summary>What came of an operation: a status and a JSON body.</summary>
internal readonly record struct BackendResponse(int StatusCode, ReadOnlyMemory<byte> Body);
