namespace AlternatorHandler;

/// <summary>What a load balancing policy knows of the request that it picks a node for.</summary>
/// <param name="Turn">A number that the cluster counts up with each pick, from a random start; a random one when a node with a small share passes its turn on.</param>
/// <param name="Operation">The DynamoDB operation, such as <c>GetItem</c>, or <see langword="null"/> if the request names none.</param>
/// <param name="Attempt">The number of the attempt, from 0.</param>
public readonly record struct PickContext(uint Turn, string? Operation, int Attempt);
