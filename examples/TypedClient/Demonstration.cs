using AlternatorHandler;
using Examples;
using Microsoft.Extensions.DependencyInjection;

namespace TypedClient;

/// <summary>Writes orders, kills a node, reads them again.</summary>
internal static class Demonstration
{
    private const int Orders = 60;

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
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
        var check = new SelfCheck();

        await client.CreateTableAsync(cancellationToken);
        await check.EventuallyAsync(
            () => provider.GetRequiredService<IAlternatorCluster>().Nodes.Count(node => node.State == AlternatorNodeState.Up) == 3,
            "one seed was named, three nodes are known");

        Order[] orders = [.. Enumerable.Range(1, Orders).Select(number => new Order($"order-{number}", "ann", number * 1.25m))];
        foreach (var order in orders)
        {
            await client.PutAsync(order, cancellationToken);
        }

        var shares = nodes.Nodes.Select(node => node.Requests.Count(request => request.Operation == "PutItem")).ToArray();
        check.That(shares.All(share => share >= Orders / 6), $"all nodes share {Orders} writes: {string.Join(", ", shares)}");
        check.That(nodes.Nodes.All(node => node.Requests.Where(request => request.Operation is not null).All(request => request.StatusCode == 200)), "each node accepted each signature");

        await nodes[0].KillAsync();
        foreach (var order in orders)
        {
            if (await client.GetAsync(order.Id, cancellationToken) != order)
            {
                check.That(false, $"{order.Id} is read as it was written");
            }
        }

        check.That(!nodes[0].IsRunning, $"the seed was killed, and {Orders} orders were read");
        check.That(await client.GetAsync("no order", cancellationToken) is null, "an order that was not written is not found");
        return check.ExitCode;
    }
}
