using System.Net.Http.Json;
using AlternatorHandler;
using AlternatorHandler.Testing;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using ReadmeCode;

// Runs the READMEs' code over the packages. Their address is that of nobody here, so the options get a real seed last.
await using var nodes = await AlternatorTestCluster.StartAsync(options =>
{
    options.EnforceAuthorization = true;
    options.Users["user"] = "secret";
});

foreach (var register in (Action<WebApplicationBuilder>[])[ReadmeSnippets.AddDynamoDBClient, ReadmeSnippets.AddSigning])
{
    await using var app = Build(register);
    ReadmeSnippets.MapTables(app);
    await app.StartAsync();
    using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    var tables = await http.GetFromJsonAsync<TablesReply>("/tables");
    Check(tables?.TableNames.Count == 0, "the tables are listed");
    Check(await ReadmeSnippets.CountTablesAsync(app.Services) == 0, "the hand-made client lists them, too");
}

await using (var app = Build(builder =>
{
    ReadmeSnippets.AddSigning(builder);
    ReadmeSnippets.AddTypedClient(builder);
    builder.Services.AddAlternatorLoadBalancing(ReadmeSnippets.TieKeysToNodes);
    builder.Services.AddAlternatorLoadBalancing(ReadmeSnippets.PreferOneRack);
}))
{
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
}

var tls = new AlternatorOptions();
ReadmeSnippets.UseTls(tls);
Check(tls.Tls.ServerName == "alternator.example.com", "TLS is set");
await ReadmeSnippets.RunTestClusterAsync();
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
