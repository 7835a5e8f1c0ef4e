using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Counters;

/// <summary>Counters that are raised by conditional writes: with ScyllaDB, lightweight transactions.</summary>
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
        var reply = await dynamoDB.GetItemAsync(new GetItemRequest { TableName = Name, Key = new() { [Key] = new(counter) }, ConsistentRead = true });
        return reply.Item?.TryGetValue("Value", out var value) == true ? int.Parse(value.N, CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>Raises a counter by one, unless somebody else changed it since it was read: then it reads again.</summary>
    public async Task RaiseAsync(string counter)
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
                // Somebody else was faster.
            }
        }
    }

    private static AttributeValue Number(int value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };
}
