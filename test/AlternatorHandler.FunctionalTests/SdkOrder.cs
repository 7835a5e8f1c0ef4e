using Amazon.DynamoDBv2.DataModel;

namespace AlternatorHandler.FunctionalTests;

/// <summary>An order as <see cref="DynamoDBContext"/> stores it.</summary>
[DynamoDBTable(SdkOrders.Table)]
public sealed class SdkOrder
{
    [DynamoDBHashKey]
    public string Customer { get; set; } = "";

    [DynamoDBRangeKey]
    [DynamoDBGlobalSecondaryIndexRangeKey(SdkOrders.ByState)]
    public int Number { get; set; }

    [DynamoDBGlobalSecondaryIndexHashKey(SdkOrders.ByState)]
    public string State { get; set; } = "sent";

    public decimal Amount { get; set; }

    public DateTime PlacedAt { get; set; }

    public HashSet<string>? Tags { get; set; }

    public List<SdkOrderLine>? Lines { get; set; }

    [DynamoDBProperty("Remark")]
    public string? Note { get; set; }

    [DynamoDBVersion]
    public int? Version { get; set; }
}
