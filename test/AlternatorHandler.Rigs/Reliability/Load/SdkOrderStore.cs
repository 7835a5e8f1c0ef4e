using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace AlternatorHandler.Rigs.Reliability.Load;

/// <summary>The table through the AWS SDK.</summary>
internal sealed class SdkOrderStore(IAmazonDynamoDB client) : IOrderStore
{
    public Task CreateTableAsync() => client.CreateTableAsync(new CreateTableRequest
    {
        TableName = Order.Table,
        AttributeDefinitions = [new("Customer", ScalarAttributeType.S), new("Id", ScalarAttributeType.S)],
        KeySchema = [new("Customer", KeyType.HASH), new("Id", KeyType.RANGE)],
        BillingMode = BillingMode.PAY_PER_REQUEST,
    });

    public async Task<Order?> GetAsync(string customer, string id)
    {
        var reply = await client.GetItemAsync(new GetItemRequest { TableName = Order.Table, Key = Key(customer, id), ConsistentRead = true });
        return reply.Item is { Count: > 0 } item ? Read(item) : null;
    }

    public async Task<IReadOnlyList<Order>> QueryAsync(string customer, int limit)
    {
        var reply = await client.QueryAsync(new QueryRequest
        {
            TableName = Order.Table,
            KeyConditionExpression = "Customer = :customer",
            ExpressionAttributeValues = new() { [":customer"] = new(customer) },
            ConsistentRead = true,
            Limit = limit,
        });
        return [.. (reply.Items ?? []).Select(Read)];
    }

    public Task PutAsync(Order order) => client.PutItemAsync(new PutItemRequest { TableName = Order.Table, Item = Write(order) });

    public async Task PutNewAsync(Order order)
    {
        try
        {
            await client.PutItemAsync(new PutItemRequest { TableName = Order.Table, Item = Write(order), ConditionExpression = "attribute_not_exists(Id)" });
        }
        catch (ConditionalCheckFailedException failed)
        {
            throw new ConditionFailedException(failed);
        }
    }

    public Task DeleteAsync(string customer, string id) => client.DeleteItemAsync(new DeleteItemRequest { TableName = Order.Table, Key = Key(customer, id) });

    public Task SetAsync(string customer, string id, string mark) => client.UpdateItemAsync(new UpdateItemRequest
    {
        TableName = Order.Table,
        Key = Key(customer, id),
        UpdateExpression = "SET Mark = :mark",
        ExpressionAttributeValues = new() { [":mark"] = new(mark) },
    });

    public Task AddAsync(string customer, string id, string mark) => client.UpdateItemAsync(new UpdateItemRequest
    {
        TableName = Order.Table,
        Key = Key(customer, id),
        UpdateExpression = "ADD Hits :one SET LastHit = :mark",
        ExpressionAttributeValues = new() { [":one"] = new() { N = "1" }, [":mark"] = new(mark) },
    });

    public Task WriteAsync(string customer, IReadOnlyList<Order> puts, IReadOnlyList<string> deletes) => client.BatchWriteItemAsync(new BatchWriteItemRequest
    {
        RequestItems = new()
        {
            [Order.Table] =
            [
                .. puts.Select(order => new WriteRequest(new PutRequest(Write(order)))),
                .. deletes.Select(id => new WriteRequest(new DeleteRequest(Key(customer, id)))),
            ],
        },
    });

    private static Dictionary<string, AttributeValue> Key(string customer, string id) => new() { ["Customer"] = new(customer), ["Id"] = new(id) };

    private static Dictionary<string, AttributeValue> Write(Order order) => new(Key(order.Customer, order.Id))
    {
        ["Body"] = new(order.Body),
        ["Mark"] = new(order.Mark),
        ["Hits"] = new() { N = order.Hits.ToString(CultureInfo.InvariantCulture) },
    };

    private static Order Read(Dictionary<string, AttributeValue> item) =>
        new(item["Customer"].S, item["Id"].S, item["Body"].S, item["Mark"].S, int.Parse(item["Hits"].N, CultureInfo.InvariantCulture));
}
