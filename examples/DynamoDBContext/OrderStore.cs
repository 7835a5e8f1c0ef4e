using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.DataModel;
using Amazon.DynamoDBv2.DocumentModel;
using Amazon.DynamoDBv2.Model;

namespace ObjectModel;

/// <summary>Stores orders with the SDK's object model. It contains no code for nodes or failures.</summary>
internal sealed class OrderStore(IAmazonDynamoDB dynamoDB, IDynamoDBContext context)
{
    public Task CreateTableAsync() => dynamoDB.CreateTableAsync(new CreateTableRequest
    {
        TableName = "Orders",
        AttributeDefinitions = [new(nameof(Order.Customer), ScalarAttributeType.S), new(nameof(Order.Number), ScalarAttributeType.N)],
        KeySchema = [new(nameof(Order.Customer), KeyType.HASH), new(nameof(Order.Number), KeyType.RANGE)],
        BillingMode = BillingMode.PAY_PER_REQUEST,
    });

    public Task SaveAsync(Order order) => context.SaveAsync(order);

    public Task<Order?> FindAsync(string customer, int number) => context.LoadAsync<Order?>(customer, number);

    public Task<List<Order>> ListAsync(string customer, int firstNumber) =>
        context.QueryAsync<Order>(customer, QueryOperator.GreaterThanOrEqual, [firstNumber]).GetRemainingAsync();

    /// <summary>Adds to the amount of an order. If another writer changes the order meanwhile, reads it again.</summary>
    public async Task AddAsync(string customer, int number, decimal amount)
    {
        while (true)
        {
            var order = await context.LoadAsync<Order>(customer, number, new LoadConfig { ConsistentRead = true });
            order.Amount += amount;
            try
            {
                await context.SaveAsync(order);
                return;
            }
            catch (ConditionalCheckFailedException)
            {
                // Another writer changed the order first.
            }
        }
    }
}
