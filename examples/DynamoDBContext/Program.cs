using AlternatorHandler.Testing;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.DataModel;
using Examples;
using Microsoft.Extensions.DependencyInjection;
using ObjectModel;

await using var nodes = await AlternatorTestCluster.StartAsync();

var services = new ServiceCollection();
services.AddAlternatorLoadBalancing(options => options.Seeds.Add(nodes[0].Address)).AddDynamoDBClient();
services.AddSingleton<IDynamoDBContext>(provider => new DynamoDBContextBuilder()
    .WithDynamoDBClient(provider.GetRequiredService<IAmazonDynamoDB>)
    .Build());
services.AddSingleton<Shop>();
await using var provider = services.BuildServiceProvider();
var shop = provider.GetRequiredService<Shop>();
var check = new SelfCheck();

await shop.CreateTableAsync();
for (var number = 1; number <= 30; number++)
{
    await shop.SaveAsync(new Order { Customer = "ann", Number = number, Amount = number * 10, Articles = ["pen", "ink"] });
}

var order = await shop.FindAsync("ann", 7);
check.That(order is { Amount: 70, Version: 0, Articles: ["pen", "ink"] }, "an object is loaded as it was saved");

await Task.WhenAll(Enumerable.Range(1, 8).Select(_ => shop.AddAsync("ann", 7, 1)));
check.That(await shop.FindAsync("ann", 7) is { Amount: 78, Version: 8 }, "eight who change it at a time do not overwrite each other");

await nodes[1].KillAsync();
var orders = await shop.OrdersOfAsync("ann", firstNumber: 11);
check.That(orders.Select(found => found.Number).SequenceEqual(Enumerable.Range(11, 20)), "a node was killed, and a query reads the rest of the orders");
for (var number = 1; number <= 30; number++)
{
    await shop.SaveAsync(new Order { Customer = "bob", Number = number });
}

check.That((await shop.OrdersOfAsync("bob", firstNumber: 1)).Count == 30, "orders are saved without it");
check.That(nodes.Nodes.All(node => node.RequestCount > 0), $"all nodes shared the work: {string.Join(", ", nodes.Nodes.Select(node => node.RequestCount))} requests");
return check.ExitCode;
