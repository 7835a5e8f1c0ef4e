namespace TypedClient.Wire;

/// <summary>The body of <c>PutItem</c>.</summary>
internal sealed record PutOrder(string TableName, OrderItem Item);
