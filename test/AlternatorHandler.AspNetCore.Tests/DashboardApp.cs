using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using AlternatorHandler.Testing;
using Amazon.DynamoDBv2;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AlternatorHandler.AspNetCore.Tests;

/// <summary>Runs an application with a dashboard, on a port of its own.</summary>
internal sealed class DashboardApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private DashboardApp(WebApplication app)
    {
        _app = app;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Http { get; }

    public Uri Page => new(Http.BaseAddress!, "alternator");

    public IServiceProvider Services => _app.Services;

    public IAmazonDynamoDB DynamoDB => Services.GetRequiredService<IAmazonDynamoDB>();

    /// <summary>Starts an application over a test cluster, with the client of the AWS SDK.</summary>
    public static Task<DashboardApp> OfAsync(AlternatorTestCluster cluster, Action<AlternatorOptions>? configure = null) => StartAsync(
        services => services
            .AddAlternatorLoadBalancing(options =>
            {
                options.Seeds.Add(cluster.Addresses[0]);
                configure?.Invoke(options);
            })
            .AddDynamoDBClient(),
        app => app.MapAlternatorDashboard());

    /// <summary>Starts an application over a status that the test creates.</summary>
    public static Task<DashboardApp> OfAsync(Func<AlternatorClusterStatus> cluster) => StartAsync(
        _ => { },
        app => new DashboardEndpoints(new Sampler(() => [cluster], TimeProvider.System), app.Lifetime.ApplicationStopping).Map(app.MapGroup("/alternator")));

    public static async Task<DashboardApp> StartAsync(Action<IServiceCollection> services, Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        services(builder.Services);
        var app = builder.Build();
        map(app);
        await app.StartAsync();
        return new DashboardApp(app);
    }

    public async Task<JsonObject> StatusAsync() => JsonNode.Parse(await Http.GetStringAsync("alternator/status"))!.AsObject();

    /// <summary>Gets the only cluster.</summary>
    public async Task<JsonObject> ClusterAsync() => (await StatusAsync())["clusters"]!.AsArray().Single()!.AsObject();

    /// <summary>Gets the only cluster repeatedly, until a condition is met.</summary>
    public async Task<JsonObject> ClusterAsync(Func<JsonObject, bool> condition, TimeSpan within)
    {
        using var deadline = new CancellationTokenSource(within, TimeProvider.System);
        while (true)
        {
            var cluster = await ClusterAsync();
            if (condition(cluster))
            {
                return cluster;
            }

            Assert.That(deadline.IsCancellationRequested, Is.False, () => $"the condition was never met: {cluster}");
            await Task.Delay(50.Milliseconds(), TimeProvider.System);
        }
    }

    public async IAsyncEnumerable<(string Type, JsonObject Status)> EventsAsync()
    {
        await using var stream = await Http.GetStreamAsync("alternator/events");
        await foreach (var item in SseParser.Create(stream).EnumerateAsync())
        {
            yield return (item.EventType, JsonNode.Parse(item.Data)!.AsObject());
        }
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }
}
