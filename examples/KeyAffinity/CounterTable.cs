using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Counters;

/// <summary>Stores counters that are incremented by conditional writes, which ScyllaDB executes as lightweight transactions.</summary>
internal sealed class CounterTable(IAmazonDynamoDB dynamoDB)
{
    public const string Name = "Counters";
    public const string Key = "Id";

    public Task CreateAsync() => dynamoDB.CreateTableAsync(new CreateTableRequest
    {
        TableName = Name,
        AttributeDefinitions = [new(Key, ScalarAttributeType.S)],
        KeySchema = [new(Key, KeyType.HASH)],
        BillingMode = BillingMode.PAY_PER_REQUEST,
    });

    public async Task<int> ReadAsync(string counter)
    {
        var response = await dynamoDB.GetItemAsync(new GetItemRequest { TableName = Name, Key = new() { [Key] = new(counter) }, ConsistentRead = true });
        return response.Item?.TryGetValue("Value", out var value) == true ? int.Parse(value.N, CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>Increments a counter. If another writer changes the counter meanwhile, reads it again.</summary>
    public async Task IncrementAsync(string counter)
    {
        while (true)
        {
            var value = await ReadAsync(counter);
            try
            {
                await dynamoDB.UpdateItemAsync(new UpdateItemRequest
                {
                    TableName = Name,
                    Key = new() { [Key] = new(counter) },
                    UpdateExpression = "SET #value = :next",
                    ConditionExpression = value == 0 ? "attribute_not_exists(#value)" : "#value = :current",
                    ExpressionAttributeNames = new() { ["#value"] = "Value" },
                    ExpressionAttributeValues = value == 0 ? new() { [":next"] = Number(1) } : new() { [":next"] = Number(value + 1), [":current"] = Number(value) },
                });
                return;
            }
            catch (ConditionalCheckFailedException)
            {
                // Another writer changed the counter first.
            }
        }
    }

    private static AttributeValue Number(int value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };
}
