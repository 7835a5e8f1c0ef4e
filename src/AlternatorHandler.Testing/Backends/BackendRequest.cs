using AlternatorHandler.Testing.Http;

namespace AlternatorHandler.Testing.Backends;

/// <summary>Represents an operation to execute. The request is authorized and its body is decompressed.</summary>
internal readonly record struct BackendRequest(string Operation, ReadOnlyMemory<byte> Body, RequestHead Head);
