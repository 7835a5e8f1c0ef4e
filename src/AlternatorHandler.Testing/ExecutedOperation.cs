namespace AlternatorHandler.Testing;

/// <summary>Represents an operation that has been executed, whether or not its response reaches the client. Passed to <see cref="AlternatorTestClusterOptions.OperationExecuted"/>.</summary>
public sealed record ExecutedOperation
{
    /// <summary>Gets the node that received the request.</summary>
    public required AlternatorTestNode Node { get; init; }

    /// <summary>Gets the name of the DynamoDB operation, such as <c>PutItem</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>Gets the body of the request, decompressed.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Gets the HTTP status code of the result.</summary>
    /// <value>200 if the operation succeeded. 400 if its condition failed or it was invalid; nothing was changed then.</value>
    public required int StatusCode { get; init; }
}
