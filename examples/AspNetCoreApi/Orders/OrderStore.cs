using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace AspNetCoreApi.Orders;

/// <summary>Stores orders in a table. It uses the AWS SDK and contains no code for nodes or failures.</summary>
internal sealed class OrderStore(IAmazonDynamoDB dynamoDB)
{
    private const string Table = "Orders";

    /// <summary>Creates the table if it does not exist.</summary>
    public async Task CreateTableAsync(CancellationToken cancellationToken)
    {
        try
        {
            await dynamoDB.CreateTableAsync(
                new CreateTableRequest
                {
                    TableName = Table,
                    AttributeDefinitions = [new(nameof(Order.Customer), ScalarAttributeType.S), new(nameof(Order.Number), ScalarAttributeType.N)],
                    KeySchema = [new(nameof(Order.Customer), KeyType.HASH), new(nameof(Order.Number), KeyType.RANGE)],
                    BillingMode = BillingMode.PAY_PER_REQUEST,
                },
                cancellationToken);
        }
        catch (ResourceInUseException)
        {
            // The table exists.
        }
    }

    public Task PutAsync(Order order, CancellationToken cancellationToken) => dynamoDB.PutItemAsync(
        Table,
        new(Key(order.Customer, order.Number)) { [nameof(Order.Amount)] = Number(order.Amount) },
        cancellationToken);

    /// <returns>The order, or <see langword="null"/>.</returns>
    public async Task<Order?> FindAsync(string customer, int number, CancellationToken cancellationToken)
    {
        var response = await dynamoDB.GetItemAsync(Table, Key(customer, number), cancellationToken);
        return response.Item is { Count: > 0 } item ? Read(item) : null;
    }

    public async Task<IReadOnlyList<Order>> ListAsync(string customer, CancellationToken cancellationToken)
    {
        var orders = new List<Order>();
        var query = dynamoDB.Paginators.Query(new QueryRequest
        {
            TableName = Table,
            KeyConditionExpression = "Customer = :customer",
            ExpressionAttributeValues = new() { [":customer"] = new(customer) },
        });
        await foreach (var page in query.Responses.WithCancellation(cancellationToken))
        {
            orders.AddRange(page.Items.Select(Read));
        }

        return orders;
    }

    private static Dictionary<string, AttributeValue> Key(string customer, int number) => new()
    {
        [nameof(Order.Customer)] = new(customer),
        [nameof(Order.Number)] = Number(number),
    };

    private static Order Read(Dictionary<string, AttributeValue> item) => new(
        item[nameof(Order.Customer)].S,
        int.Parse(item[nameof(Order.Number)].N, CultureInfo.InvariantCulture),
        decimal.Parse(item[nameof(Order.Amount)].N, CultureInfo.InvariantCulture));

    private static AttributeValue Number(decimal value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };
}
