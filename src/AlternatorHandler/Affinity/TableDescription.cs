namespace AlternatorHandler.Affinity;

/// <summary>What DescribeTable told of a table's key.</summary>
/// <param name="PartitionKey">The name of the partition key attribute, or <see langword="null"/>.</param>
/// <param name="IsFinal">Whether asking again soon would bring the same answer.</param>
/// <param name="Failure">Why there is no name.</param>
internal sealed record TableDescription(string? PartitionKey, bool IsFinal, string Failure);
