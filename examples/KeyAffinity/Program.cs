using AlternatorHandler;
using AlternatorHandler.Testing;
using Amazon.DynamoDBv2;
using Counters;
using Microsoft.Extensions.DependencyInjection;

const int CounterCount = 12;
const int Increments = 20;

var exitCode = 0;
foreach (var mode in (AlternatorKeyAffinityMode[])[AlternatorKeyAffinityMode.None, AlternatorKeyAffinityMode.ReadModifyWrite])
{
    await using var nodes = await AlternatorTestCluster.StartAsync();

    // Two instances of the application that do not communicate and have different seeds.
    await using var first = Start(nodes[0].Address, mode);
    await using var second = Start(nodes[2].Address, mode);
    CounterTable[] tables = [.. new[] { first, second }.Select(instance => new CounterTable(instance.GetRequiredService<IAmazonDynamoDB>()))];
    await tables[0].CreateAsync();
    foreach (var instance in new[] { first, second })
    {
        var cluster = instance.GetRequiredService<IAlternatorCluster>();
        await cluster.RefreshAsync();
        await CheckEventuallyAsync(() => cluster.Nodes.Count(node => node.State == AlternatorNodeState.Up) == 3, $"{mode}: an instance uses three nodes");
    }

    string[] counters = [.. Enumerable.Range(1, CounterCount).Select(number => $"counter-{number}")];
    await Task.WhenAll(tables.SelectMany(table => counters.Select(counter => IncrementAsync(table, counter))));

    var values = await Task.WhenAll(counters.Select(tables[0].ReadAsync));
    Check(values.All(value => value == tables.Length * Increments), $"{mode}: each of {CounterCount} counters was incremented {tables.Length * Increments} times");

    var coordinators = Coordinators.CountPerCounter(nodes);
    Console.WriteLine($"        {mode}: {coordinators.Values.Average():0.0} coordinators per counter");
    Check(
        coordinators.Values.All(count => mode == AlternatorKeyAffinityMode.None ? count > 1 : count == 1),
        mode == AlternatorKeyAffinityMode.None ? "None: several nodes coordinate each counter" : "ReadModifyWrite: one node coordinates each counter, for both instances");
    Check(nodes.Nodes.All(node => node.Requests.Any(request => request.Operation == "UpdateItem")), $"{mode}: each node coordinates some counters");
}

return exitCode;

static ServiceProvider Start(Uri seed, AlternatorKeyAffinityMode mode)
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

static async Task IncrementAsync(CounterTable table, string counter)
{
    for (var i = 0; i < Increments; i++)
    {
        await table.IncrementAsync(counter);
    }
}

void Check(bool isTrue, string claim)
{
    Console.WriteLine($"{(isTrue ? "ok    " : "FAILED")}  {claim}");
    exitCode = isTrue ? exitCode : 1;
}

async Task CheckEventuallyAsync(Func<bool> isTrue, string claim)
{
    using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
    while (!isTrue() && !deadline.IsCancellationRequested)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
    }

    Check(isTrue(), claim);
}
