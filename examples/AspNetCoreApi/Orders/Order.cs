namespace AspNetCoreApi.Orders;

/// <summary>An order of a customer.</summary>
internal sealed record Order(string Customer, int Number, decimal Amount);
