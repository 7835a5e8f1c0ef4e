namespace TypedClient.Wire;

/// <summary>The key of an order.</summary>
internal sealed record OrderKey(StringValue Id);
