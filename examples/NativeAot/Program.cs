using System.Diagnostics;
using AlternatorHandler;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TypedClient;

if (args is not [var seed])
{
    Console.Error.WriteLine("Usage: NativeAot http://host:port");
    return 2;
}

var startTime = Process.GetCurrentProcess().StartTime.ToUniversalTime();
var timeToMain = TimeProvider.System.GetUtcNow() - startTime;

// From configuration, as in a service: the code of the configuration binder is generated, too.
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

await client.CreateTableAsync(CancellationToken.None);
var timeToResponse = TimeProvider.System.GetUtcNow() - startTime;

var cluster = provider.GetRequiredService<IAlternatorCluster>();
await cluster.RefreshAsync();

const int Orders = 9;
var read = 0;
for (var number = 1; number <= Orders; number++)
{
    // Longer than 1 KB, so that the handler compresses the body before it signs the request.
    var order = new Order($"order-{number}", new string('x', 2000), number);
    await client.PutAsync(order, CancellationToken.None);
    read += await client.GetAsync(order.Id, CancellationToken.None) == order ? 1 : 0;
}

Console.WriteLine($"1 seed is configured, {cluster.Nodes.Count} nodes are discovered");
Console.WriteLine($"{read} of {Orders} orders are read as they were written");
Console.WriteLine($"main after {timeToMain.TotalMilliseconds:0} ms, first signed response after {timeToResponse.TotalMilliseconds:0} ms, {Environment.WorkingSet / 1e6:0.0} MB of memory");
return cluster.Nodes.Count > 1 && read == Orders ? 0 : 1;
