using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Quickstart;

/// <summary>A table of orders, and what a shop does with it. Nothing in here knows that there is more than one node.</summary>
internal sealed class Orders(IAmazonDynamoDB dynamoDB)
{
    private const int Customers = 50;
    private const int OrdersPerCustomer = 20;

    // Of its own for each run, so that on a real cluster nobody's table is touched.
    private readonly string _table = $"Quickstart_{Guid.NewGuid():N}";

    public async Task CreateTableAsync(CancellationToken cancellationToken)
    {
        await dynamoDB.CreateTableAsync(
            new CreateTableRequest
            {
                TableName = _table,
                AttributeDefinitions = [new("Customer", ScalarAttributeType.S), new("Number", ScalarAttributeType.N)],
                KeySchema = [new("Customer", KeyType.HASH), new("Number", KeyType.RANGE)],
                BillingMode = BillingMode.PAY_PER_REQUEST,
            },
            cancellationToken);

        while ((await dynamoDB.DescribeTableAsync(_table, cancellationToken)).Table.TableStatus != TableStatus.ACTIVE)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken);
        }
    }

    public Task DeleteTableAsync() => dynamoDB.DeleteTableAsync(_table);

    /// <summary>Does one of the things that shops do, mostly reads.</summary>
    /// <remarks>All writes are such that a second application changes nothing, so all of them may move to another node after any failure.</remarks>
    public Task DoSomethingAsync() => Random.Shared.Next(100) switch
    {
        < 40 => dynamoDB.GetItemAsync(new GetItemRequest { TableName = _table, Key = AnyKey() }),
        < 55 => dynamoDB.QueryAsync(OrdersOfAnyone()),
        < 80 => dynamoDB.PutItemAsync(_table, new(AnyKey()) { ["Status"] = new("open"), ["Note"] = new(new string('x', 200)) }),
        _ => dynamoDB.UpdateItemAsync(Ship()),
    };

    private static Dictionary<string, AttributeValue> AnyKey() => new()
    {
        ["Customer"] = AnyCustomer(),
        ["Number"] = new() { N = Random.Shared.Next(OrdersPerCustomer).ToString(CultureInfo.InvariantCulture) },
    };

    private static AttributeValue AnyCustomer() => new($"customer-{Random.Shared.Next(Customers)}");

    private QueryRequest OrdersOfAnyone() => new()
    {
        TableName = _table,
        KeyConditionExpression = "Customer = :customer",
        ExpressionAttributeValues = new() { [":customer"] = AnyCustomer() },
        Limit = 5,
    };

    private UpdateItemRequest Ship() => new()
    {
        TableName = _table,
        Key = AnyKey(),
        UpdateExpression = "SET #status = :shipped",
        ExpressionAttributeNames = new() { ["#status"] = "Status" },
        ExpressionAttributeValues = new() { [":shipped"] = new("shipped") },
    };
}
