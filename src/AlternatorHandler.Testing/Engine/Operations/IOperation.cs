using System.Text.Json;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Represents an operation of the DynamoDB API.</summary>
internal interface IOperation
{
    /// <summary>Gets the name that follows the first dot in X-Amz-Target.</summary>
    string Name { get; }

    /// <summary>Gets a value indicating whether the response is a JSON object. Otherwise, its body is empty.</summary>
    bool HasResponseBody => true;

    /// <summary>Executes the operation and writes the members of the response. Called by one thread at a time.</summary>
    void Execute(OperationRequest request, Utf8JsonWriter response);
}
