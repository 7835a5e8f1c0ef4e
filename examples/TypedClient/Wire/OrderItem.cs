using System.Globalization;

namespace TypedClient.Wire;

/// <summary>An order as the table stores it.</summary>
internal sealed record OrderItem(StringValue Id, StringValue Customer, NumberValue Amount)
{
    public static OrderItem Of(Order order) => new(new(order.Id), new(order.Customer), new(order.Amount.ToString(CultureInfo.InvariantCulture)));

    public Order ToOrder() => new(Id.S, Customer.S, decimal.Parse(Amount.N, CultureInfo.InvariantCulture));
}
