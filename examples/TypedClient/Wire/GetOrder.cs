namespace TypedClient.Wire;

/// <summary>The body of <c>GetItem</c>.</summary>
internal sealed record GetOrder(string TableName, OrderKey Key, bool ConsistentRead);
