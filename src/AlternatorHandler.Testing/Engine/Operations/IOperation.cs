using System.Text.Json;

namespace AlternatorHandler.Testing.Engine;

/// <summary>One operation of the DynamoDB API.</summary>
internal interface IOperation
{
    /// <summary>Gets the name that follows the dot in X-Amz-Target.</summary>
    string Name { get; }

    /// <summary>Does it and writes the members of the response. Called by one thread at a time.</summary>
    void Execute(OperationRequest request, Utf8JsonWriter response);
}
