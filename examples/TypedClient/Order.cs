namespace TypedClient;

/// <summary>Represents an order in the application.</summary>
internal sealed record Order(string Id, string Customer, decimal Amount);
