namespace AlternatorHandler;

/// <summary>Represents the request that a load balancing policy picks a node for.</summary>
/// <param name="PickNumber">
/// The number of the pick. The cluster increments it with each pick, from a random start. It is random if the node that was picked first declined the request because of its weight.
/// </param>
/// <param name="Operation">The DynamoDB operation, such as <c>GetItem</c>, or <see langword="null"/> if the request names none.</param>
/// <param name="Attempt">The number of the attempt, starting at 0.</param>
public readonly record struct AlternatorPickContext(uint PickNumber, string? Operation, int Attempt);
