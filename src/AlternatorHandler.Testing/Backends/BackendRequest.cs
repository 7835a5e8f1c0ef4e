using AlternatorHandler.Testing.Http;

namespace AlternatorHandler.Testing.Backends;

/// <summary>An operation that is to be executed: authorized, and its body decompressed.</summary>
internal readonly record struct BackendRequest(string Operation, ReadOnlyMemory<byte> Body, RequestHead Head);
