using System.Globalization;
using System.Text.Json.Serialization;

namespace TypedClient;

/// <summary>Represents the body of a <c>PutItem</c> request.</summary>
internal sealed record PutItemRequest(string TableName, OrderItem Item);

/// <summary>Represents the body of a <c>GetItem</c> request.</summary>
internal sealed record GetItemRequest(string TableName, OrderKey Key, bool ConsistentRead);

/// <summary>Represents the body of a <c>GetItem</c> response. It has no item if there is none.</summary>
internal sealed record GetItemResponse(OrderItem? Item);

/// <summary>Represents the key of an order.</summary>
internal sealed record OrderKey(StringValue Id);

/// <summary>Represents an order as an item of the table.</summary>
internal sealed record OrderItem(StringValue Id, StringValue Customer, NumberValue Amount)
{
    public static OrderItem From(Order order) => new(new(order.Id), new(order.Customer), new(order.Amount.ToString(CultureInfo.InvariantCulture)));

    public Order ToOrder() => new(Id.S, Customer.S, decimal.Parse(Amount.N, CultureInfo.InvariantCulture));
}

/// <summary>Represents a string attribute: <c>{"S": "text"}</c>.</summary>
internal sealed record StringValue(string S);

/// <summary>Represents a number attribute, which is sent as text: <c>{"N": "12.5"}</c>.</summary>
internal sealed record NumberValue(string N);

/// <summary>Serializes the bodies with generated code: without reflection, trimming and Native AOT are possible.</summary>
[JsonSerializable(typeof(PutItemRequest))]
[JsonSerializable(typeof(GetItemRequest))]
[JsonSerializable(typeof(GetItemResponse))]
internal sealed partial class WireJson : JsonSerializerContext;
