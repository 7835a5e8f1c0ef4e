using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace FailoverDemo;

/// <summary>Reads and writes a table of orders. It uses the AWS SDK and contains no code for nodes or failures.</summary>
internal sealed class Orders(IAmazonDynamoDB dynamoDB)
{
    private const int Customers = 50;
    private const int OrdersPerCustomer = 20;

    // A new name for each run: no existing table of a real cluster is changed.
    private readonly string _table = $"FailoverDemo_{Guid.NewGuid():N}";

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

    /// <summary>Runs a random operation: 55% reads, 45% writes.</summary>
    /// <remarks>All writes are idempotent, so the handler can repeat each of them on another node after any failure.</remarks>
    public Task RunRandomOperationAsync() => Random.Shared.Next(100) switch
    {
        < 40 => dynamoDB.GetItemAsync(new GetItemRequest { TableName = _table, Key = RandomKey() }),
        < 55 => dynamoDB.QueryAsync(CreateQuery()),
        < 80 => dynamoDB.PutItemAsync(_table, new(RandomKey()) { ["Status"] = new("open"), ["Note"] = new(new string('x', 200)) }),
        _ => dynamoDB.UpdateItemAsync(CreateUpdate()),
    };

    private static Dictionary<string, AttributeValue> RandomKey() => new()
    {
        ["Customer"] = RandomCustomer(),
        ["Number"] = new() { N = Random.Shared.Next(OrdersPerCustomer).ToString(CultureInfo.InvariantCulture) },
    };

    private static AttributeValue RandomCustomer() => new($"customer-{Random.Shared.Next(Customers)}");

    private QueryRequest CreateQuery() => new()
    {
        TableName = _table,
        KeyConditionExpression = "Customer = :customer",
        ExpressionAttributeValues = new() { [":customer"] = RandomCustomer() },
        Limit = 5,
    };

    private UpdateItemRequest CreateUpdate() => new()
    {
        TableName = _table,
        Key = RandomKey(),
        UpdateExpression = "SET #status = :shipped",
        ExpressionAttributeNames = new() { ["#status"] = "Status" },
        ExpressionAttributeValues = new() { [":shipped"] = new("shipped") },
    };
}
