using AlternatorHandler.Testing;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace MultiDatacenter;

/// <summary>An application that reads and writes all the time, and a look at where its requests went.</summary>
internal sealed class Traffic(IAmazonDynamoDB dynamoDB, AlternatorTestCluster nodes)
{
    private const string Table = "Orders";

    /// <summary>Gets how many operations failed.</summary>
    public int Failures { get; private set; }

    public Task CreateTableAsync() => dynamoDB.CreateTableAsync(new CreateTableRequest
    {
        TableName = Table,
        AttributeDefinitions = [new("Id", ScalarAttributeType.S)],
        KeySchema = [new("Id", KeyType.HASH)],
        BillingMode = BillingMode.PAY_PER_REQUEST,
    });

    /// <summary>Writes and reads an order.</summary>
    public async Task WorkAsync(int number)
    {
        try
        {
            var key = new Dictionary<string, AttributeValue> { ["Id"] = new($"order-{number}") };
            await dynamoDB.PutItemAsync(Table, key);
            await dynamoDB.GetItemAsync(Table, key);
        }
        catch (Exception exception) when (exception is AmazonDynamoDBException or HttpRequestException)
        {
            Failures++;
            Console.WriteLine(exception.Message);
        }
    }

    /// <summary>Works for a while.</summary>
    /// <returns>The names of the datacenters that got requests meanwhile.</returns>
    public async Task<string> ServedByAsync(int operations)
    {
        var before = nodes.Nodes.Select(node => node.RequestCount).ToArray();
        for (var number = 0; number < operations; number++)
        {
            await WorkAsync(number);
        }

        return string.Join(" and ", nodes.Nodes.Where((node, i) => node.RequestCount > before[i]).Select(node => node.Datacenter).Distinct());
    }
}
