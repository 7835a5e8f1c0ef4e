using AlternatorHandler;
using Microsoft.Extensions.DependencyInjection;
using TypedClient;

const int Orders = 60;

if (args is ["--serve"])
{
    await Nodes.ServeAsync();
    return 0;
}

await using var nodes = await Nodes.StartAsync();

var services = new ServiceCollection();
services.AddAlternatorLoadBalancing(options =>
{
    options.Seeds.Add(nodes[0].Address);
    options.Credentials = new AlternatorCredentials("user", "secret");
});
services.AddHttpClient<OrdersClient>().AddAlternatorLoadBalancing();
await using var provider = services.BuildServiceProvider();
var client = provider.GetRequiredService<OrdersClient>();
var cluster = provider.GetRequiredService<IAlternatorCluster>();
var exitCode = 0;

await client.CreateTableAsync(CancellationToken.None);
await CheckEventuallyAsync(() => cluster.Nodes.Count(node => node.State == AlternatorNodeState.Up) == 3, "one seed is configured, three nodes are used");

Order[] orders = [.. Enumerable.Range(1, Orders).Select(number => new Order($"order-{number}", "ann", number * 1.25m))];
foreach (var order in orders)
{
    await client.PutAsync(order, CancellationToken.None);
}

var shares = nodes.Nodes.Select(node => node.Requests.Count(request => request.Operation == "PutItem")).ToArray();
Check(shares.All(share => share >= Orders / 6), $"all nodes receive a share of {Orders} writes: {string.Join(", ", shares)}");
Check(nodes.Nodes.All(node => node.Requests.Where(request => request.Operation is not null).All(request => request.StatusCode == 200)), "each node accepts each signature");

await nodes[0].KillAsync();
var found = 0;
foreach (var order in orders)
{
    found += await client.GetAsync(order.Id, CancellationToken.None) == order ? 1 : 0;
}

Check(found == Orders, $"the seed is killed, and {found} of {Orders} orders are read as they were written");
Check(await client.GetAsync("no order", CancellationToken.None) is null, "an order that was not written is not found");
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
