namespace TypedClient.Wire;

/// <summary>The reply of <c>GetItem</c>: without an item, if there is none.</summary>
internal sealed record FoundOrder(OrderItem? Item);
