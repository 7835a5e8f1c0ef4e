using AlternatorHandler;
using AlternatorHandler.Testing;
using Amazon.DynamoDBv2;
using Counters;
using Examples;
using Microsoft.Extensions.DependencyInjection;

const int CounterCount = 12;
const int Raises = 20;

var check = new SelfCheck();
foreach (var mode in (KeyAffinityMode[])[KeyAffinityMode.None, KeyAffinityMode.ReadModifyWrite])
{
    await using var nodes = await AlternatorTestCluster.StartAsync();

    // Two instances of the application, which know nothing of each other and have different seeds.
    await using var first = Start(nodes[0].Address, mode);
    await using var second = Start(nodes[2].Address, mode);
    CounterTable[] tables = [.. new[] { first, second }.Select(instance => new CounterTable(instance.GetRequiredService<IAmazonDynamoDB>()))];
    await tables[0].CreateAsync();
    foreach (var instance in new[] { first, second })
    {
        var cluster = instance.GetRequiredService<IAlternatorCluster>();
        await cluster.RefreshAsync();
        await check.EventuallyAsync(() => cluster.Nodes.Count(node => node.State == AlternatorNodeState.Up) == 3, $"{mode}: an instance knows three nodes");
    }

    string[] counters = [.. Enumerable.Range(1, CounterCount).Select(number => $"counter-{number}")];
    await Task.WhenAll(tables.SelectMany(table => counters.Select(counter => RaiseAsync(table, counter))));

    var values = await Task.WhenAll(counters.Select(tables[0].ReadAsync));
    check.That(values.All(value => value == tables.Length * Raises), $"{mode}: each of {CounterCount} counters was raised {tables.Length * Raises} times");

    var coordinators = Coordinators.PerCounter(nodes);
    Console.WriteLine($"        {mode}: {coordinators.Values.Average():0.0} coordinators for each counter");
    check.That(
        coordinators.Values.All(count => mode == KeyAffinityMode.None ? count > 1 : count == 1),
        mode == KeyAffinityMode.None ? "None: several nodes coordinate a counter, and compete" : "ReadModifyWrite: one node coordinates a counter, whichever instance raises it");
    check.That(nodes.Nodes.All(node => node.Requests.Any(request => request.Operation == "UpdateItem")), $"{mode}: all nodes share the counters");
}

return check.ExitCode;

static ServiceProvider Start(Uri seed, KeyAffinityMode mode)
{
    var services = new ServiceCollection();
    services
        .AddAlternatorLoadBalancing(options =>
        {
            options.Seeds.Add(seed);
            options.KeyAffinity.Mode = mode;
            options.KeyAffinity.PartitionKeys[CounterTable.Name] = CounterTable.Key;
        })
        .AddDynamoDBClient();
    return services.BuildServiceProvider();
}

static async Task RaiseAsync(CounterTable table, string counter)
{
    for (var i = 0; i < Raises; i++)
    {
        await table.RaiseAsync(counter);
    }
}
