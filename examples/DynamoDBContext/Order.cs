using Amazon.DynamoDBv2.DataModel;

namespace ObjectModel;

/// <summary>An order as the SDK's object model stores it.</summary>
[DynamoDBTable("Orders")]
internal sealed class Order
{
    [DynamoDBHashKey]
    public string Customer { get; set; } = "";

    [DynamoDBRangeKey]
    public int Number { get; set; }

    public decimal Amount { get; set; }

    public List<string> Articles { get; set; } = [];

    /// <summary>Gets or sets what the SDK compares before it overwrites: a conditional write.</summary>
    [DynamoDBVersion]
    public int? Version { get; set; }
}
