using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace AlternatorHandler.TestSupport;

/// <summary>Creates the table of these tests, and requests on it.</summary>
internal static class Orders
{
    public const string Table = "Orders";

    public static Task CreateAsync(IAmazonDynamoDB client) => client.CreateTableAsync(new CreateTableRequest
    {
        TableName = Table,
        AttributeDefinitions = [new("Id", ScalarAttributeType.S)],
        KeySchema = [new("Id", KeyType.HASH)],
        BillingMode = BillingMode.PAY_PER_REQUEST,
    });

    public static GetItemRequest Get(string id) => new() { TableName = Table, Key = Key(id), ConsistentRead = true };

    public static PutItemRequest Put(string id, int amount = 1) => new() { TableName = Table, Item = new(Key(id)) { ["Amount"] = new() { N = amount.ToString(CultureInfo.InvariantCulture) } } };

    public static UpdateItemRequest Add(string id) => new()
    {
        TableName = Table,
        Key = Key(id),
        UpdateExpression = "ADD Amount :one",
        ExpressionAttributeValues = new() { [":one"] = new() { N = "1" } },
    };

    public static Dictionary<string, AttributeValue> Key(string id) => new() { ["Id"] = new(id) };

    public static async Task<int> AmountAsync(IAmazonDynamoDB client, string id)
    {
        var reply = await client.GetItemAsync(Get(id));
        return reply.Item is { Count: > 0 } item ? int.Parse(item["Amount"].N, CultureInfo.InvariantCulture) : 0;
    }
}
