using System.Diagnostics;
using AlternatorHandler;
using Examples;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TypedClient;

if (args is not [var seed])
{
    Console.Error.WriteLine("Usage: NativeAot http://host:port");
    return 2;
}

var startOfProcess = TimeProvider.System.GetUtcNow() - Process.GetCurrentProcess().StartTime.ToUniversalTime();

// From configuration, as a service has it: the binder's code is generated, too.
var configuration = new ConfigurationBuilder()
    .AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["Alternator:Seeds:0"] = seed,
        ["Alternator:Credentials:User"] = "user",
        ["Alternator:Credentials:Secret"] = "secret",
        ["Alternator:Retry:MaxAttempts"] = "3",
        ["Alternator:RequestCompression:Enabled"] = "true",
    })
    .Build();
var services = new ServiceCollection();
services.AddAlternatorLoadBalancing(configuration.GetSection("Alternator"));
services.AddHttpClient<OrdersClient>().AddAlternatorLoadBalancing();
await using var provider = services.BuildServiceProvider();
var client = provider.GetRequiredService<OrdersClient>();
var check = new SelfCheck();

await client.CreateTableAsync(CancellationToken.None);
var startOfWork = TimeProvider.System.GetUtcNow() - Process.GetCurrentProcess().StartTime.ToUniversalTime();
await check.EventuallyAsync(
    () => provider.GetRequiredService<IAlternatorCluster>().Nodes.Count(node => node.State == AlternatorNodeState.Up) == 3,
    "one seed was named, three nodes are known");

for (var number = 1; number <= 9; number++)
{
    // Longer than 1 KB: the body is compressed before it is signed.
    var order = new Order($"order-{number}", new string('x', 2000), number);
    await client.PutAsync(order, CancellationToken.None);
    if (await client.GetAsync(order.Id, CancellationToken.None) != order)
    {
        check.That(false, $"{order.Id} is read as it was written");
    }
}

Console.WriteLine($"main after {startOfProcess.TotalMilliseconds:0} ms, first signed reply after {startOfWork.TotalMilliseconds:0} ms, {Environment.WorkingSet / 1e6:0.0} MB of memory");
return check.ExitCode;
