using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace AlternatorHandler.FunctionalTests.Wire;

/// <summary>A table with items of any size, which are found by a query.</summary>
internal static class WireTables
{
    public static Task CreateAsync(IAmazonDynamoDB client, string table) => client.CreateTableAsync(new CreateTableRequest
    {
        TableName = table,
        AttributeDefinitions = [new("Customer", ScalarAttributeType.S), new("Id", ScalarAttributeType.S)],
        KeySchema = [new("Customer", KeyType.HASH), new("Id", KeyType.RANGE)],
        BillingMode = BillingMode.PAY_PER_REQUEST,
    });

    public static Dictionary<string, AttributeValue> Key(string id) => new() { ["Customer"] = new("ada"), ["Id"] = new(id) };

    public static Dictionary<string, AttributeValue> Item(string id, int size) => new(Key(id)) { ["Text"] = new(Text(size)) };

    public static string Text(int size) => string.Concat(Enumerable.Range(0, (size / 9) + 1).Select(i => $"line {i * 7919 % 1000:000}ö"))[..size];

    public static QueryRequest Query(string table) => new()
    {
        TableName = table,
        KeyConditionExpression = "Customer = :c",
        ExpressionAttributeValues = new() { [":c"] = new("ada") },
    };
}
