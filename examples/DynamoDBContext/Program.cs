using AlternatorHandler.Testing;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.DataModel;
using Microsoft.Extensions.DependencyInjection;
using ObjectModel;

await using var nodes = await AlternatorTestCluster.StartAsync();

var services = new ServiceCollection();
services.AddAlternatorLoadBalancing(options => options.Seeds.Add(nodes[0].Address)).AddDynamoDBClient();
services.AddSingleton<IDynamoDBContext>(provider => new DynamoDBContextBuilder()
    .WithDynamoDBClient(provider.GetRequiredService<IAmazonDynamoDB>)
    .Build());
services.AddSingleton<OrderStore>();
await using var provider = services.BuildServiceProvider();
var store = provider.GetRequiredService<OrderStore>();
var exitCode = 0;

await store.CreateTableAsync();
for (var number = 1; number <= 30; number++)
{
    await store.SaveAsync(new Order { Customer = "ann", Number = number, Amount = number * 10, Articles = ["pen", "ink"] });
}

var order = await store.FindAsync("ann", 7);
Check(order is { Amount: 70, Version: 0, Articles: ["pen", "ink"] }, "an object is loaded as it was saved");

await Task.WhenAll(Enumerable.Range(1, 8).Select(_ => store.AddAsync("ann", 7, 1)));
Check(await store.FindAsync("ann", 7) is { Amount: 78, Version: 8 }, "eight concurrent changes do not overwrite each other");

await nodes[1].KillAsync();
var orders = await store.ListAsync("ann", firstNumber: 11);
Check(orders.Select(order => order.Number).SequenceEqual(Enumerable.Range(11, 20)), "a node is killed, and a query returns the orders from number 11");
for (var number = 1; number <= 30; number++)
{
    await store.SaveAsync(new Order { Customer = "bob", Number = number });
}

Check((await store.ListAsync("bob", firstNumber: 1)).Count == 30, "orders are saved without that node");
Check(nodes.Nodes.All(node => node.RequestCount > 0), $"all nodes received requests: {string.Join(", ", nodes.Nodes.Select(node => node.RequestCount))}");
return exitCode;

void Check(bool isTrue, string claim)
{
    Console.WriteLine($"{(isTrue ? "ok    " : "FAILED")}  {claim}");
    exitCode = isTrue ? exitCode : 1;
}
