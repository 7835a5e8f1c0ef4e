using System.Net;
using AlternatorHandler;
using AlternatorHandler.Testing;
using AspNetCoreApi.Orders;
using OpenTelemetry.Metrics;

namespace AspNetCoreApi;

/// <summary>Starts the service without a running node, calls it as its users do, and kills and revives nodes meanwhile.</summary>
internal sealed class SelfTest
{
    private const int OrderCount = 60;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly WebApplication _app;
    private readonly AlternatorTestCluster _nodes;
    private readonly HttpClient _http;
    private bool _hasFailed;

    private SelfTest(WebApplication app, AlternatorTestCluster nodes, HttpClient http)
    {
        _app = app;
        _nodes = nodes;
        _http = http;
    }

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(WebApplicationBuilder builder, AlternatorTestCluster nodes)
    {
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration["Telemetry:PrintMetrics"] = "true";

        // The failures are deliberate, and their log lines would hide the results.
        builder.Logging.ClearProviders();

        await Task.WhenAll(nodes.Nodes.Select(node => node.KillAsync()));
        await using var app = Api.Build(builder, nodes);
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        var test = new SelfTest(app, nodes, http);
        await test.StartWithoutNodesAsync();
        await test.LoseNodeAsync();
        await test.CheckPagesAsync();
        await test.ReviveNodeAsync();
        test.CheckMetrics();
        return test._hasFailed ? 1 : 0;
    }

    private async Task StartWithoutNodesAsync()
    {
        Check(await GetHealthAsync() == (HttpStatusCode.ServiceUnavailable, "Unhealthy"), "the service starts while no node runs, and its health is Unhealthy");
        Check(await PutAsync(new Order("ann", 1, 10)) == HttpStatusCode.ServiceUnavailable, "an order is refused with 503");

        foreach (var number in Enumerable.Range(1, _nodes.Nodes.Count))
        {
            Check(await PostAsync($"/nodes/{number}/revive") == HttpStatusCode.OK, $"node {number} is revived");
        }

        var cluster = _app.Services.GetRequiredService<IAlternatorCluster>();
        await CheckEventuallyAsync(() => Task.FromResult(cluster.Nodes.Count(node => node.State == AlternatorNodeState.Up) == 3), "all three nodes are used");
        Check(await GetHealthAsync() == (HttpStatusCode.OK, "Healthy"), "the health is Healthy");
        await CheckEventuallyAsync(async () => await PutAsync(new Order("ann", 1, 10)) == HttpStatusCode.Created, "an order is stored");
    }

    private async Task LoseNodeAsync()
    {
        var failures = 0;
        for (var number = 1; number <= OrderCount; number++)
        {
            if (number == OrderCount / 2)
            {
                Check(await PostAsync("/nodes/1/kill") == HttpStatusCode.OK, "node 1 is killed");
            }

            failures += await PutAsync(new Order("ann", number, number * 10)) == HttpStatusCode.Created ? 0 : 1;
        }

        Check(failures == 0, $"{OrderCount} orders are stored meanwhile: {failures} failed");

        var orders = await _http.GetFromJsonAsync<List<Order>>("/orders/ann");
        Check(orders is { Count: OrderCount } && orders.Sum(order => order.Amount) == OrderCount * (OrderCount + 1) * 5, "all orders are listed");
        Check(await _http.GetFromJsonAsync<Order>("/orders/ann/7") is { Amount: 70 }, "an order is found by its number");
        using var missing = await _http.GetAsync(Path("/orders/ann/1000"));
        Check(missing.StatusCode == HttpStatusCode.NotFound, "an unknown order is not found");

        // Requests reveal the failure. If the node was demoted as slow before, it receives only about one request a second.
        await CheckEventuallyAsync(
            async () =>
            {
                await _http.GetStringAsync(Path("/orders/ann"));
                return (await _http.GetStringAsync(Path("/nodes"))).Contains("\"Down\"", StringComparison.Ordinal);
            },
            "the list of nodes shows node 1 as Down");
        Check(_nodes.Nodes.All(node => node.RequestCount > 0), $"all nodes received requests: {string.Join(", ", _nodes.Nodes.Select(node => node.RequestCount))}");
        Check(await GetHealthAsync() == (HttpStatusCode.OK, "Degraded"), "the health is Degraded");
    }

    private async Task CheckPagesAsync()
    {
        using var page = await _http.GetAsync(Path("/alternator"));
        Check(page.IsSuccessStatusCode && page.Content.Headers.ContentType?.MediaType == "text/html", "the dashboard is a page");
        var status = await _http.GetStringAsync(Path("/alternator/status"));
        Check(
            status.Contains("\"Down\"", StringComparison.Ordinal) && _nodes.Nodes.All(node => status.Contains(node.Address.Authority, StringComparison.Ordinal)),
            "the dashboard shows all nodes, and one as Down");
    }

    private async Task ReviveNodeAsync()
    {
        Check(await PostAsync("/nodes/1/revive") == HttpStatusCode.OK, "node 1 is revived");
        await CheckEventuallyAsync(async () => await GetHealthAsync() == (HttpStatusCode.OK, "Healthy"), "the health is Healthy again");
        Check(await PostAsync("/nodes/4/kill") == HttpStatusCode.NotFound, "node 4 does not exist");
    }

    // Ends the exporter: it prints all metrics once more, here into a string.
    private void CheckMetrics()
    {
        var console = Console.Out;
        using var printed = new StringWriter();
        Console.SetOut(printed);
        _app.Services.GetRequiredService<MeterProvider>().Shutdown();
        Console.SetOut(console);

        string[] expected = ["db.client.operation.duration", "alternator.client.attempt.duration", "alternator.client.node.transitions"];
        var metrics = printed.ToString();
        Check(expected.All(name => metrics.Contains($"Metric Name: {name},", StringComparison.Ordinal)), $"the metrics are exported: {string.Join(", ", expected)}");
    }

    private async Task<(HttpStatusCode Status, string Text)> GetHealthAsync()
    {
        using var response = await _http.GetAsync(Path("/health"));
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private async Task<HttpStatusCode> PutAsync(Order order)
    {
        using var response = await _http.PutAsJsonAsync("/orders", order);
        return response.StatusCode;
    }

    private async Task<HttpStatusCode> PostAsync(string path)
    {
        using var response = await _http.PostAsync(Path(path), content: null);
        return response.StatusCode;
    }

    private void Check(bool isTrue, string claim)
    {
        Console.WriteLine($"{(isTrue ? "ok    " : "FAILED")}  {claim}");
        _hasFailed |= !isTrue;
    }

    private async Task CheckEventuallyAsync(Func<Task<bool>> isTrueAsync, string claim)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        bool isTrue;
        while (!(isTrue = await isTrueAsync()) && !deadline.IsCancellationRequested)
        {
            await Task.Delay(PollInterval, TimeProvider.System);
        }

        Check(isTrue, claim);
    }

    private static Uri Path(string path) => new(path, UriKind.Relative);
}
