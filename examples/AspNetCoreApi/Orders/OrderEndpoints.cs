namespace AspNetCoreApi.Orders;

/// <summary>Maps the endpoints of the orders.</summary>
internal static class OrderEndpoints
{
    public static void MapOrders(this IEndpointRouteBuilder app)
    {
        var orders = app.MapGroup("/orders");
        orders.MapPut("/", async (Order order, OrderStore store, CancellationToken cancellationToken) =>
        {
            await store.PutAsync(order, cancellationToken);
            return Results.Created($"/orders/{Uri.EscapeDataString(order.Customer)}/{order.Number}", order);
        });
        orders.MapGet("/{customer}", (string customer, OrderStore store, CancellationToken cancellationToken) => store.ListAsync(customer, cancellationToken));
        orders.MapGet("/{customer}/{number:int}", async (string customer, int number, OrderStore store, CancellationToken cancellationToken) =>
            await store.FindAsync(customer, number, cancellationToken) is { } order ? Results.Ok(order) : Results.NotFound());
    }
}
