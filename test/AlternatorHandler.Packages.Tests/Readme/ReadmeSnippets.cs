using System.Text.Json;
using AlternatorHandler;
using AlternatorHandler.Testing;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace ReadmeCode;

/// <summary>
/// The code of the READMEs and of the pages. A test compares each block of them with the regions here, so change both.
/// Another test compiles this file in a project that has only the packages, and runs it: it must not depend on this project.
/// </summary>
public static class ReadmeSnippets
{
    public static void AddDynamoDBClient(WebApplicationBuilder builder)
    {
        #region The AWS SDK, by dependency injection
        builder.Services
            .AddAlternatorLoadBalancing(options => options.Seeds.Add(new Uri("http://10.0.0.1:8000")))
            .AddDynamoDBClient(new BasicAWSCredentials("user", "secret"));
        #endregion
    }

    public static void MapTables(WebApplication app)
    {
        #region The AWS SDK, by dependency injection
        app.MapGet("/tables", (IAmazonDynamoDB dynamoDB) => dynamoDB.ListTablesAsync());
        #endregion
    }

    public static void AddTypedClient(WebApplicationBuilder builder)
    {
        #region A typed HttpClient
        builder.Services.AddAlternatorLoadBalancing(options => options.Seeds.Add(new Uri("http://10.0.0.1:8000")));
        builder.Services.AddHttpClient<OrdersClient>().AddAlternatorLoadBalancing();
        #endregion
    }

    public static async Task<string> GetOrderWithoutFactoryAsync(IServiceProvider services)
    {
        #region An HttpClient that you create yourself
        var cluster = services.GetRequiredService<IAlternatorCluster>();
        using var http = new HttpClient(new AlternatorRoutingHandler(cluster)) { BaseAddress = new Uri("http://10.0.0.1:8000") };
        var orders = new OrdersClient(http);
        #endregion
        return await orders.GetAsync("42", CancellationToken.None);
    }

    public static async Task<int> CountTablesAsync(IServiceProvider services)
    {
        #region An SDK client that you create yourself
        var config = new AmazonDynamoDBConfig
        {
            ServiceURL = "http://10.0.0.1:8000",
            AuthenticationRegion = "us-east-1",
            HttpClientFactory = services.GetRequiredService<AlternatorHttpClientFactory>(),
            MaxErrorRetry = 0,              // The handler retries; two retrying layers would multiply the attempts.
            MaxStaleConnectionRetries = 0,
        };
        using var dynamoDB = new AmazonDynamoDBClient(new BasicAWSCredentials("user", "secret"), config);
        #endregion
        return (await dynamoDB.ListTablesAsync()).TableNames.Count;
    }

    #region The settings of any SDK client
    public static T OverCluster<T>(T config, IServiceProvider services)
        where T : ClientConfig
    {
        config.ServiceURL = "http://10.0.0.1:8000";
        config.AuthenticationRegion = "us-east-1";
        config.HttpClientFactory = services.GetRequiredService<AlternatorHttpClientFactory>();
        config.MaxErrorRetry = 0;
        config.MaxStaleConnectionRetries = 0;
        return config;
    }
    #endregion

    public static async Task<int> CountTablesOverClusterAsync(IServiceProvider services)
    {
        using var dynamoDB = new AmazonDynamoDBClient(new BasicAWSCredentials("user", "secret"), OverCluster(new AmazonDynamoDBConfig(), services));
        return (await dynamoDB.ListTablesAsync()).TableNames.Count;
    }

    public static async Task<int> CountNodesWithoutHostAsync()
    {
        #region Without a host
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddConsole());
        services
            .AddAlternatorLoadBalancing(options => options.Seeds.Add(new Uri("http://10.0.0.1:8000")))
            .AddDynamoDBClient(new BasicAWSCredentials("user", "secret"));

        await using var provider = services.BuildServiceProvider();
        var dynamoDB = provider.GetRequiredService<IAmazonDynamoDB>();
        #endregion
        return dynamoDB is AmazonDynamoDBClient ? provider.GetRequiredService<IAlternatorCluster>().Nodes.Count : 0;
    }

    public static void AddSigning(WebApplicationBuilder builder)
    {
        #region Signing by the handler
        builder.Services
            .AddAlternatorLoadBalancing(options =>
            {
                options.Seeds.Add(new Uri("http://10.0.0.1:8000"));
                options.Credentials = new AlternatorCredentials("user", "secret");
            })
            .AddDynamoDBClient();           // No credentials here: the SDK sends anonymous requests.
        #endregion
    }

    public static void PreferOneRack(AlternatorOptions options)
    {
        #region Scopes
        options.Scopes.Add(new AlternatorRoutingScope("dc1", "rack1") { MinUsableNodes = 2 });
        options.Scopes.Add(new AlternatorRoutingScope("dc1") { MinUsableShare = 0.3 });
        options.Scopes.Add(new AlternatorRoutingScope());     // the whole cluster
        #endregion
    }

    public static void TieKeysToNodes(AlternatorOptions options)
    {
        #region Key affinity
        options.KeyAffinity.Mode = AlternatorKeyAffinityMode.ReadModifyWrite;
        options.KeyAffinity.PartitionKeys["Orders"] = "Id";
        #endregion
    }

    public static void UseTls(AlternatorOptions options)
    {
        #region TLS
        options.Seeds.Add(new Uri("https://10.0.0.1:8043"));
        options.Tls.CaFile = "/etc/alternator/ca.pem";              // Replaces the authorities of the operating system.
        options.Tls.ClientCertificateFile = "/etc/alternator/client.pem";
        options.Tls.ClientKeyFile = "/etc/alternator/client.key";
        options.Tls.ServerName = "alternator.example.com";
        #endregion
    }

    public static void MapDashboard(WebApplication app)
    {
        #region Dashboard
        app.MapAlternatorDashboard("/alternator").RequireAuthorization();
        #endregion
    }

    public static void AddHealthChecks(WebApplicationBuilder builder)
    {
        #region Health checks
        builder.Services.AddHealthChecks()
            .AddAlternator()                                                    // "alternator"
            .AddAlternator("reports", tags: ["ready"], timeout: TimeSpan.FromSeconds(3));   // A named cluster: "alternator-reports".
        #endregion
    }

    public static void AddReadiness(WebApplicationBuilder builder)
    {
        #region Liveness and readiness
        builder.Services.AddHealthChecks().AddAlternator(tags: ["ready"], timeout: TimeSpan.FromSeconds(3));
        #endregion
    }

    public static void MapReadiness(WebApplication app)
    {
        #region Liveness and readiness
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") });
        #endregion
    }

    public static void AddTelemetry(WebApplicationBuilder builder)
    {
        #region Telemetry
        builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics.AddMeter("AlternatorHandler"))
            .WithTracing(tracing => tracing.AddSource("AlternatorHandler", "System.Net.Http"));
        #endregion
    }

    public static async Task<Uri?> SendAndGetNodeAsync(HttpClient http)
    {
        #region The node that served a request
        using var request = new HttpRequestMessage(HttpMethod.Post, "/");
        request.Options.Set(AlternatorRequestKeys.Info, new AlternatorRequestInfo());
        #endregion
        request.Content = new StringContent("{}");
        request.Headers.Add("X-Amz-Target", "DynamoDB_20120810.ListTables");
        using var response = await http.SendAsync(request);
        return request.Options.TryGetValue(AlternatorRequestKeys.Info, out var info) ? info.Node : null;
    }

    public static async Task<Uri?> GetItemAndGetNodeAsync(IAmazonDynamoDB dynamoDB, GetItemRequest get, ILogger logger)
    {
#pragma warning disable CA1848, CA1873 // The page is about the capture, not about the fastest way to log.
        #region The node that served a request
        using var capture = AlternatorRequestInfo.Capture();
        await dynamoDB.GetItemAsync(get);
        logger.LogInformation("{Node} served the request, attempt {Attempt}", capture.Last?.Node, capture.Last?.Attempts.Count);
        #endregion
#pragma warning restore CA1848, CA1873
        return capture.Last?.Node;
    }

    public static async Task IncrementAsync(IAmazonDynamoDB dynamoDB, UpdateItemRequest increment, ILogger logger)
    {
#pragma warning disable CA1848, CA1873 // The page is about the exception, not about the fastest way to log.
        #region A failure with an unknown outcome
        try
        {
            await dynamoDB.UpdateItemAsync(increment);
        }
        catch (HttpRequestException exception) when (exception.Data["AlternatorHandler.Attempts"] is string[] attempts)
        {
            // The increment may have been applied: read the item before repeating it.
            logger.LogWarning("The outcome is unknown after {Count} attempts: {Attempts}", attempts.Length, string.Join(", then ", attempts));
        }
        #endregion
#pragma warning restore CA1848, CA1873
    }

    public static void AddOneEndpoint(WebApplicationBuilder builder)
    {
        #region Before the migration
        builder.Services.AddSingleton<IAmazonDynamoDB>(new AmazonDynamoDBClient(
            new BasicAWSCredentials("user", "secret"),
            new AmazonDynamoDBConfig { ServiceURL = "http://10.0.0.1:8000", AuthenticationRegion = "us-east-1" }));
        #endregion
    }

    public static void AddManyNodes(WebApplicationBuilder builder)
    {
        #region After the migration
        builder.Services
            .AddAlternatorLoadBalancing(options =>
            {
                // Any nodes, or a name that resolves to them: the others are discovered.
                options.Seeds.Add(new Uri("http://10.0.0.1:8000"));
                options.Seeds.Add(new Uri("http://10.0.0.2:8000"));
            })
            .AddDynamoDBClient(new BasicAWSCredentials("user", "secret"));
        #endregion
    }

    public static async Task RunTestClusterAsync()
    {
        #region A cluster that fails on command
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.NodeCount = 3);
        cluster[0].Faults.Next(1, Fault.LostReply);
        await cluster[1].KillAsync();
        #endregion
    }

    public static async Task<int> TestWithFaultsAsync()
    {
        #region A test with faults
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.NodeCount = 3);
        var services = new ServiceCollection();
        services.AddAlternatorLoadBalancing(options => options.Seeds.Add(cluster.Addresses[0])).AddDynamoDBClient();
        await using var provider = services.BuildServiceProvider();
        var dynamoDB = provider.GetRequiredService<IAmazonDynamoDB>();

        await provider.GetRequiredService<IAlternatorCluster>().RefreshAsync();       // Discovers the other nodes.
        await cluster[0].KillAsync();
        cluster[1].Faults.Next(1, Fault.LostReply);
        var tables = await dynamoDB.ListTablesAsync();      // Served by a node that works.
        #endregion
        return tables.TableNames.Count;
    }

    public static async Task<int> StartWithBackendAsync()
    {
        #region Another server behind the nodes
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.Backend = new Uri("http://localhost:4567"));
        #endregion
        return cluster.Nodes.Count;
    }
}

#region A client of DynamoDB's HTTP API
public sealed class OrdersClient(HttpClient http)
{
    public async Task<string> GetAsync(string id, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.Serialize(new { TableName = "Orders", Key = new { Id = new { S = id } } });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent(body) };
        request.Headers.Add("X-Amz-Target", "DynamoDB_20120810.GetItem");
        using var response = await http.SendAsync(request, cancellationToken);
        return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellationToken);
    }
}
#endregion
