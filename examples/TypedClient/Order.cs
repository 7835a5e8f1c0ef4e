namespace TypedClient;

/// <summary>An order as the application sees it.</summary>
internal sealed record Order(string Id, string Customer, decimal Amount);
