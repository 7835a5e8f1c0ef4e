using AlternatorHandler;
using AlternatorHandler.Testing;
using Amazon.DynamoDBv2;
using Examples;
using Microsoft.Extensions.DependencyInjection;
using MultiDatacenter;

const int Operations = 100;

// Three nodes in each of two datacenters.
await using var nodes = await AlternatorTestCluster.StartAsync(options =>
{
    options.NodeCount = 6;
    options.Placement = number => new() { Datacenter = number < 3 ? "berlin" : "paris", Rack = $"rack{(number % 3) + 1}" };
});
var berlin = nodes.Nodes.Where(node => node.Datacenter == "berlin").ToList();

var services = new ServiceCollection();
services
    .AddAlternatorLoadBalancing(options =>
    {
        options.Seeds.Add(berlin[0].Address);
        options.Scopes.Add(new RoutingScope("berlin") { MinUsableNodes = 2 });
        options.Scopes.Add(new RoutingScope("paris"));

        // An example is to end soon: the defaults are up to 30 seconds between probes, and 30 seconds of probation.
        options.HealthProbe.Interval = TimeSpan.FromMilliseconds(200);
        options.HealthProbe.MaxInterval = TimeSpan.FromMilliseconds(500);
        options.HealthProbe.ProbationPeriod = TimeSpan.FromSeconds(1);
    })
    .AddDynamoDBClient();
await using var provider = services.BuildServiceProvider();
var cluster = provider.GetRequiredService<IAlternatorCluster>();
var traffic = new Traffic(provider.GetRequiredService<IAmazonDynamoDB>(), nodes);
var check = new SelfCheck();

var scopes = await cluster.CheckScopesAsync();
check.That(scopes.IsValid, "the names of the datacenters are known to the nodes");
await traffic.CreateTableAsync();
await check.EventuallyAsync(() => cluster.Nodes.Count(node => node.State == AlternatorNodeState.Up) == 6, "one seed was named, six nodes are known");
check.That(await traffic.ServedByAsync(Operations) == "berlin", "Berlin serves");

await berlin[0].KillAsync();
check.That(await traffic.ServedByAsync(Operations) == "berlin", "Berlin loses a node, which is the seed, and still serves");

await Task.WhenAll(berlin.Select(node => node.KillAsync()));
check.That(await traffic.ServedByAsync(Operations) == "paris", "Berlin is lost: Paris serves, at once");
check.That(traffic.Failures == 0, $"no operation failed ({traffic.Failures} did)");

await Task.WhenAll(berlin.Select(node => node.StartAsync()));
await check.EventuallyAsync(
    () => cluster.Nodes.All(node => node.State == AlternatorNodeState.Up),
    "Berlin is back: probes found its nodes, and let them in");
check.That(await traffic.ServedByAsync(Operations) == "berlin", "Berlin serves again");
check.That(traffic.Failures == 0, $"no operation failed ({traffic.Failures} did)");
return check.ExitCode;
