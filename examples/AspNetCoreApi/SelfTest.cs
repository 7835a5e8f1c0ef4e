using System.Net;
using AlternatorHandler;
using AlternatorHandler.Testing;
using AspNetCoreApi.Orders;
using Examples;
using OpenTelemetry.Metrics;

namespace AspNetCoreApi;

/// <summary>Calls the running service as its users do, and kills a node meanwhile.</summary>
internal static class SelfTest
{
    private const int OrderCount = 60;

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(WebApplication app, AlternatorTestCluster nodes)
    {
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        var cluster = app.Services.GetRequiredService<IAlternatorCluster>();
        var check = new SelfCheck();
        await check.EventuallyAsync(() => cluster.Nodes.Count(node => node.State == AlternatorNodeState.Up) == 3, "the service knows three nodes");

        check.That(await http.GetStringAsync(Path("/health")) == "Healthy", "its health check says that all nodes work");

        var failures = 0;
        for (var number = 1; number <= OrderCount; number++)
        {
            if (number == OrderCount / 2)
            {
                await nodes[0].KillAsync();
            }

            using var reply = await http.PutAsJsonAsync("/orders", new Order("ann", number, number * 10));
            failures += reply.StatusCode == HttpStatusCode.Created ? 0 : 1;
        }

        check.That(failures == 0, $"{OrderCount} orders were put, and a node was killed: {failures} failed");

        var orders = await http.GetFromJsonAsync<List<Order>>("/orders/ann");
        check.That(orders is { Count: OrderCount } && orders.Sum(order => order.Amount) == OrderCount * (OrderCount + 1) * 5, "all orders are listed");
        check.That(await http.GetFromJsonAsync<Order>("/orders/ann/7") is { Amount: 70 }, "one is found by its number");
        using var missing = await http.GetAsync(Path("/orders/ann/1000"));
        check.That(missing.StatusCode == HttpStatusCode.NotFound, "one that is not there is not found");

        // A node that was slow when it died gets a request a second, by which its death is noticed.
        await check.EventuallyAsync(
            async () =>
            {
                await http.GetStringAsync(Path("/orders/ann"));
                return (await http.GetStringAsync(Path("/nodes"))).Contains("\"Down\"", StringComparison.Ordinal);
            },
            "the service knows which node is down");
        check.That(nodes.Nodes.All(node => node.RequestCount > 0), $"all nodes shared the work: {string.Join(", ", nodes.Nodes.Select(node => node.RequestCount))} requests");
        check.That(await http.GetStringAsync(Path("/health")) == "Degraded", "its health check says that not all nodes work");

        using var page = await http.GetAsync(Path("/alternator"));
        check.That(page.IsSuccessStatusCode && page.Content.Headers.ContentType?.MediaType == "text/html", "the dashboard is a page");
        var status = await http.GetStringAsync(Path("/alternator/status"));
        check.That(
            status.Contains("\"Down\"", StringComparison.Ordinal) && nodes.Nodes.All(node => status.Contains(node.Address.Authority, StringComparison.Ordinal)),
            "the dashboard shows all nodes, and which is down");

        var metrics = LastMetrics(app);
        string[] expected = ["db.client.operation.duration", "alternator.client.attempt.duration", "alternator.client.node.transitions"];
        check.That(expected.All(name => metrics.Contains($"Metric Name: {name},", StringComparison.Ordinal)), $"the metrics tell of it: {string.Join(", ", expected)}");
        return check.ExitCode;
    }

    private static Uri Path(string path) => new(path, UriKind.Relative);

    // The exporter prints all once more when the application ends: here it does so before, for the check to read instead of between its lines.
    private static string LastMetrics(WebApplication app)
    {
        var console = Console.Out;
        using var printed = new StringWriter();
        Console.SetOut(printed);
        try
        {
            app.Services.GetRequiredService<MeterProvider>().Shutdown();
            return printed.ToString();
        }
        finally
        {
            Console.SetOut(console);
        }
    }
}
