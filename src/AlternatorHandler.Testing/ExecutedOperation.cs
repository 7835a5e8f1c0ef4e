namespace AlternatorHandler.Testing;

/// <summary>An operation that the tables have executed, whatever becomes of its reply. Given to <see cref="AlternatorTestClusterOptions.OperationExecuted"/>.</summary>
/// <param name="Node">The node that the client asked.</param>
/// <param name="Operation">The DynamoDB operation, such as <c>PutItem</c>.</param>
/// <param name="Body">The request's body, decompressed.</param>
/// <param name="StatusCode">What came of it: 200, or 400 for a condition that failed or a request that makes no sense, and then nothing was changed.</param>
public sealed record ExecutedOperation(AlternatorTestNode Node, string Operation, ReadOnlyMemory<byte> Body, int StatusCode);
