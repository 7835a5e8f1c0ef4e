using AlternatorHandler.Testing;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace MultiDatacenter;

/// <summary>Writes and reads orders, and reports which datacenters received the requests.</summary>
internal sealed class Traffic(IAmazonDynamoDB dynamoDB, AlternatorTestCluster nodes)
{
    private const string Table = "Orders";

    /// <summary>Gets the number of failed operations.</summary>
    public int Failures { get; private set; }

    public Task CreateTableAsync() => dynamoDB.CreateTableAsync(new CreateTableRequest
    {
        TableName = Table,
        AttributeDefinitions = [new("Id", ScalarAttributeType.S)],
        KeySchema = [new("Id", KeyType.HASH)],
        BillingMode = BillingMode.PAY_PER_REQUEST,
    });

    private async Task WriteAndReadAsync(int number)
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

    /// <summary>Writes and reads orders.</summary>
    /// <returns>The names of the datacenters that received requests meanwhile.</returns>
    public async Task<string> RunAsync(int orders)
    {
        var before = nodes.Nodes.Select(node => node.RequestCount).ToArray();
        for (var number = 0; number < orders; number++)
        {
            await WriteAndReadAsync(number);
        }

        return string.Join(" and ", nodes.Nodes.Where((node, i) => node.RequestCount > before[i]).Select(node => node.Datacenter).Distinct());
    }
}
