using Amazon.DynamoDBv2.DataModel;

namespace ObjectModel;

/// <summary>Represents an order, stored by the SDK's object model.</summary>
[DynamoDBTable("Orders")]
internal sealed class Order
{
    [DynamoDBHashKey]
    public string Customer { get; set; } = "";

    [DynamoDBRangeKey]
    public int Number { get; set; }

    public decimal Amount { get; set; }

    public List<string> Articles { get; set; } = [];

    /// <summary>Gets or sets the version. The SDK saves the object only if the stored version is the same: a conditional write.</summary>
    [DynamoDBVersion]
    public int? Version { get; set; }
}
