using AlternatorHandler;
using AlternatorHandler.Testing;
using Amazon.DynamoDBv2;
using Microsoft.Extensions.DependencyInjection;
using MultiDatacenter;

const int Orders = 100;

// Three nodes in each of two datacenters.
await using var nodes = await AlternatorTestCluster.StartAsync(options => options.Datacenter = "berlin");
for (var number = 0; number < 3; number++)
{
    await nodes.AddNodeAsync(datacenter: "paris");
}

var berlin = nodes.Nodes.Where(node => node.Datacenter == "berlin").ToList();

var services = new ServiceCollection();
services
    .AddAlternatorLoadBalancing(options =>
    {
        options.Seeds.Add(berlin[0].Address);
        options.Scopes.Add(new AlternatorRoutingScope("berlin") { MinUsableNodes = 2 });
        options.Scopes.Add(new AlternatorRoutingScope("paris"));

        // Short intervals let the example end soon. The defaults suit production: up to 30 seconds between probes, and a slow start of 30 seconds.
        options.HealthProbe.Interval = TimeSpan.FromMilliseconds(200);
        options.HealthProbe.MaxInterval = TimeSpan.FromMilliseconds(500);
        options.HealthProbe.ProbationPeriod = TimeSpan.FromSeconds(1);
    })
    .AddDynamoDBClient();
await using var provider = services.BuildServiceProvider();
var cluster = provider.GetRequiredService<IAlternatorCluster>();
var traffic = new Traffic(provider.GetRequiredService<IAmazonDynamoDB>(), nodes);
var exitCode = 0;

var scopes = await cluster.CheckScopesAsync();
Check(scopes.IsValid, "both datacenters exist");
await traffic.CreateTableAsync();
await CheckEventuallyAsync(() => cluster.Nodes.Count(node => node.State == AlternatorNodeState.Up) == 6, "one seed is configured, six nodes are found");
Check(await traffic.RunAsync(Orders) == "berlin", "Berlin receives the requests");

await berlin[0].KillAsync();
Check(await traffic.RunAsync(Orders) == "berlin", "Berlin loses one node, the seed, and still receives them");

await Task.WhenAll(berlin.Select(node => node.KillAsync()));
Check(await traffic.RunAsync(Orders) == "paris", "Berlin loses all nodes: Paris receives the requests at once");
Check(traffic.Failures == 0, $"{traffic.Failures} operations failed");

await Task.WhenAll(berlin.Select(node => node.StartAsync()));
await CheckEventuallyAsync(
    () => cluster.Nodes.All(node => node.State == AlternatorNodeState.Up),
    "the nodes of Berlin are back: probes found them");
Check(await traffic.RunAsync(Orders) == "berlin", "Berlin receives the requests again");
Check(traffic.Failures == 0, $"{traffic.Failures} operations failed");
return exitCode;

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
