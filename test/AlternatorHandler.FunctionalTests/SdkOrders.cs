using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace AlternatorHandler.FunctionalTests;

/// <summary>The table of the SDK's tests: the orders of a customer by number, and an index of their numbers by state.</summary>
internal static class SdkOrders
{
    public const string Table = "Orders";
    public const string Customer = "Customer";
    public const string Number = "Number";
    public const string State = "State";
    public const string ByState = "ByState";

    private const int MaxBatch = 25;

    private static readonly TimeSpan Patience = 10.Seconds();

    /// <summary>Creates the table and waits until it is there.</summary>
    public static async Task CreateAsync(IAmazonDynamoDB client, string table)
    {
        await client.CreateTableAsync(new CreateTableRequest
        {
            TableName = table,
            AttributeDefinitions = [new(Customer, ScalarAttributeType.S), new(Number, ScalarAttributeType.N), new(State, ScalarAttributeType.S)],
            KeySchema = [new(Customer, KeyType.HASH), new(Number, KeyType.RANGE)],
            BillingMode = BillingMode.PAY_PER_REQUEST,
            GlobalSecondaryIndexes =
            [
                new()
                {
                    IndexName = ByState,
                    KeySchema = [new(State, KeyType.HASH), new(Number, KeyType.RANGE)],
                    Projection = new() { ProjectionType = ProjectionType.ALL },
                },
            ],
        });
        using var deadline = new CancellationTokenSource(Patience);
        TableDescription description;
        do
        {
            description = (await client.DescribeTableAsync(table, deadline.Token)).Table;
        }
        while (description.TableStatus != TableStatus.ACTIVE);
    }

    /// <summary>Creates the table with the orders 1 to <paramref name="count"/> of one customer. Every third one is open, the others are sent.</summary>
    public static async Task CreateWithAsync(IAmazonDynamoDB client, string table, string customer, int count)
    {
        await CreateAsync(client, table);
        await PutAsync(client, table, Enumerable.Range(1, count).Select(number => Order(customer, number)));
    }

    public static async Task PutAsync(IAmazonDynamoDB client, string table, IEnumerable<Dictionary<string, AttributeValue>> orders)
    {
        foreach (var batch in orders.Chunk(MaxBatch))
        {
            var reply = await client.BatchWriteItemAsync(new BatchWriteItemRequest
            {
                RequestItems = new() { [table] = [.. batch.Select(order => new WriteRequest(new PutRequest(order)))] },
            });
            Assert.That(reply.UnprocessedItems, Is.Null.Or.Empty);
        }
    }

    public static Dictionary<string, AttributeValue> Key(string customer, int number) => new()
    {
        [Customer] = new(customer),
        [Number] = N(number),
    };

    public static Dictionary<string, AttributeValue> Order(string customer, int number) => new(Key(customer, number))
    {
        [State] = new(number % 3 == 0 ? "open" : "sent"),
        ["Amount"] = N(number * 10),
    };

    public static AttributeValue N(int value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };

    public static int NumberOf(Dictionary<string, AttributeValue> order) => int.Parse(order[Number].N, CultureInfo.InvariantCulture);
}
