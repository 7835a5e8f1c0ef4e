using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using AlternatorHandler;
using AlternatorHandler.Testing;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenTelemetry;
using OpenTelemetry.Trace;
using ReadmeCode;

// Runs the code of the READMEs and pages over the packages. Their address does not exist here, so the options get a real seed last.
await using var nodes = await AlternatorTestCluster.StartAsync(options =>
{
    options.Datacenter = "dc1";     // That of the scopes in the documents.
    options.EnforceAuthorization = true;
    options.Users["user"] = "secret";
});

foreach (var register in (Action<WebApplicationBuilder>[])[ReadmeSnippets.AddDynamoDBClient, ReadmeSnippets.AddSigning, ReadmeSnippets.AddManyNodes])
{
    await using var app = Build(register);
    ReadmeSnippets.MapTables(app);
    await app.StartAsync();
    using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    var tables = await http.GetFromJsonAsync<TablesReply>("/tables");
    Check(tables?.TableNames.Count == 0, "the tables are listed");
    Check(await ReadmeSnippets.CountTablesAsync(app.Services) == 0, "a client that is created by hand lists them too");
    Check(await ReadmeSnippets.CountTablesOverClusterAsync(app.Services) == 0, "a client with the common settings lists them too");
}

await using (var before = Build(ReadmeSnippets.AddOneEndpoint))
{
    Check(before.Services.GetService<IAmazonDynamoDB>() is AmazonDynamoDBClient, "a client of one endpoint is what it is without us");
}

using var spans = new SpanCount();
await using (var app = Build(builder =>
{
    ReadmeSnippets.AddTelemetry(builder);
    builder.Services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddProcessor(spans));
    ReadmeSnippets.AddHealthChecks(builder);
    builder.Services.AddAlternatorLoadBalancing("reports", options => options.Seeds.Add(nodes.Addresses[0]));
    builder.Services.AddAuthentication(BearerTokenDefaults.AuthenticationScheme).AddBearerToken();
    builder.Services.AddAuthorization();
    ReadmeSnippets.AddSigning(builder);
    ReadmeSnippets.AddTypedClient(builder);
    builder.Services.AddAlternatorLoadBalancing(ReadmeSnippets.TieKeysToNodes);
    builder.Services.AddAlternatorLoadBalancing(ReadmeSnippets.PreferOneRack);
}))
{
    ReadmeSnippets.MapDashboard(app);
    await app.StartAsync();
    var dynamoDB = app.Services.GetRequiredService<IAmazonDynamoDB>();
    await dynamoDB.CreateTableAsync(new CreateTableRequest
    {
        TableName = "Orders",
        AttributeDefinitions = [new("Id", ScalarAttributeType.S)],
        KeySchema = [new("Id", KeyType.HASH)],
        BillingMode = BillingMode.PAY_PER_REQUEST,
    });
    await dynamoDB.PutItemAsync("Orders", new() { ["Id"] = new("42"), ["Note"] = new("found") });
    var item = await app.Services.GetRequiredService<OrdersClient>().GetAsync("42", CancellationToken.None);
    Check(item.Contains("found", StringComparison.Ordinal), "the typed client reads what the SDK wrote");
    item = await ReadmeSnippets.GetOrderWithoutFactoryAsync(app.Services);
    Check(item.Contains("found", StringComparison.Ordinal), "a client over the handler alone signs, and reads it too");

    using var typed = app.Services.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(OrdersClient));
    var get = new GetItemRequest("Orders", new() { ["Id"] = new("42") });
    Check(nodes.Addresses.Contains(await ReadmeSnippets.SendAndGetNodeAsync(typed)), "a message has the node that served it");
    Check(nodes.Addresses.Contains(await ReadmeSnippets.GetItemAndGetNodeAsync(dynamoDB, get, app.Logger)), "a capture has the node that served the request");
    Check(spans.Value > 0, "requests are traced");

    foreach (var node in nodes.Nodes)
    {
        node.Faults.Next(1, Fault.LostReply, operation: "UpdateItem");
    }

    await ReadmeSnippets.IncrementAsync(
        dynamoDB,
        new UpdateItemRequest
        {
            TableName = "Orders",
            Key = new() { ["Id"] = new("42") },
            UpdateExpression = "ADD Amount :one",
            ExpressionAttributeValues = new() { [":one"] = new() { N = "1" } },
        },
        app.Logger);
    Check((await dynamoDB.GetItemAsync(get)).Item["Amount"].N == "1", "an increment whose reply is lost is applied once, and its failure names the attempts");

    var health = await app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
    Check(health.Entries.Keys.Order().SequenceEqual(["alternator", "alternator-reports"]) && health.Status == HealthStatus.Healthy, $"both clusters are healthy: {string.Join(", ", health.Entries.Select(entry => $"{entry.Key} {entry.Value.Status}: {entry.Value.Description}"))}");

    using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    using var page = await http.GetAsync("/alternator");
    Check(page.StatusCode == HttpStatusCode.Unauthorized, "the dashboard requires authorization");
}

await using (var app = Build(builder =>
{
    ReadmeSnippets.AddReadiness(builder);
    ReadmeSnippets.AddSigning(builder);
}))
{
    ReadmeSnippets.MapReadiness(app);
    await app.StartAsync();
    using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    Check(await http.GetStringAsync("/health/live") == "Healthy", "the process is alive");
    Check(await http.GetStringAsync("/health/ready") == "Healthy", "the cluster is ready before the first request");
}

var tls = new AlternatorOptions();
ReadmeSnippets.UseTls(tls);
Check(tls.Tls.ServerName == "alternator.example.com", "TLS is set");
await ReadmeSnippets.RunTestClusterAsync();
Check(await ReadmeSnippets.TestWithFaultsAsync() == 0, "a request survives a dead node and a lost response");
Check(await ReadmeSnippets.StartWithBackendAsync() == 3, "nodes with a backend start without it");
Check(await ReadmeSnippets.CountNodesWithoutHostAsync() == 1, "a provider without a host has the seed");
Check(nodes.Nodes.All(node => node.RequestCount > 0), "each node had its share");
Console.WriteLine("All snippets work.");

WebApplication Build(Action<WebApplicationBuilder> register)
{
    var builder = WebApplication.CreateBuilder();
    builder.WebHost.UseUrls("http://127.0.0.1:0");
    builder.Logging.ClearProviders();
    register(builder);
    builder.Services.AddAlternatorLoadBalancing(options =>
    {
        options.Seeds.Clear();
        options.Seeds.Add(nodes.Addresses[0]);
    });
    return builder.Build();
}

static void Check(bool isTrue, string what)
{
    if (!isTrue)
    {
        throw new InvalidOperationException($"Not true: {what}.");
    }
}

internal sealed record TablesReply(List<string> TableNames);

/// <summary>Counts the spans of requests.</summary>
internal sealed class SpanCount : BaseProcessor<Activity>
{
    private int _value;

    public int Value => Volatile.Read(ref _value);

    public override void OnEnd(Activity data)
    {
        if (data.Source.Name == "AlternatorHandler")
        {
            Interlocked.Increment(ref _value);
        }
    }
}
