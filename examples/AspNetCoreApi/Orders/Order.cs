namespace AspNetCoreApi.Orders;

/// <summary>Represents an order of a customer.</summary>
internal sealed record Order(string Customer, int Number, decimal Amount);
