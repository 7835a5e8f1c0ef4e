using AlternatorHandler;
using AlternatorHandler.Testing;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Microsoft.Extensions.DependencyInjection;

// Starts three Alternator nodes inside this process, in place of a real cluster.
await using var nodes = await AlternatorTestCluster.StartAsync();

// The code of an application: it configures one address, and the handler discovers the other nodes.
var services = new ServiceCollection();
services.AddAlternatorLoadBalancing(options => options.Seeds.Add(nodes[0].Address)).AddDynamoDBClient();
await using var provider = services.BuildServiceProvider();
var dynamoDB = provider.GetRequiredService<IAmazonDynamoDB>();

await dynamoDB.CreateTableAsync("Orders", [new("Id", KeyType.HASH)], [new("Id", ScalarAttributeType.S)], new ProvisionedThroughput(1, 1));

var failures = 0;
for (var number = 1; number <= 300; number++)
{
    if (number == 150)
    {
        await nodes[0].KillAsync();
        Console.WriteLine($"Killed {nodes[0].Address.Authority}, the only configured address, before order {number}.");
    }

    try
    {
        var key = new Dictionary<string, AttributeValue> { ["Id"] = new($"order-{number}") };
        await dynamoDB.PutItemAsync("Orders", key);
        failures += (await dynamoDB.GetItemAsync("Orders", key)).IsItemSet ? 0 : 1;
    }
    catch (Exception exception)
    {
        Console.WriteLine($"Order {number}: {exception.Message}");
        failures++;
    }
}

Console.WriteLine($"Wrote and read 300 orders; {failures} failed.\n\n{"Node",-21}  Requests  State");
foreach (var node in provider.GetRequiredService<IAlternatorCluster>().Nodes)
{
    Console.WriteLine($"{node.Address.Authority,-21}  {nodes.Nodes.Single(n => n.Address == node.Address).RequestCount,8}  {node.State}");
}

Console.WriteLine("\nNext: dotnet run --project examples/FailoverDemo    (many workers, a live table)");
return failures == 0 ? 0 : 1;
