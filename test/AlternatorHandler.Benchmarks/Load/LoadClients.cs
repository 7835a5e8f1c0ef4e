using System.Net.Http.Headers;
using System.Text;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Microsoft.Extensions.DependencyInjection;

namespace AlternatorHandler.Benchmarks.Load;

/// <summary>The clients that are compared.</summary>
internal static class LoadClients
{
    private const string User = "alternator";
    private const string Secret = "$6$salted.hash/of+the=role";

    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"TableName":"orders","Key":{"id":{"S":"order-4711"}}}""");

    /// <summary>The AWS SDK alone, with one node.</summary>
    public static LoadClient PlainSdk(string name, Uri node) => Sdk(name, node, factory: null);

    /// <summary>The AWS SDK, and a handler that does nothing but send each request to the next node.</summary>
    public static LoadClient RetargetedSdk(string name, IReadOnlyList<Uri> nodes) => Sdk(name, nodes[0], new OneClientFactory(() => new HttpClient(new RetargetingHandler(nodes))));

    /// <summary>The AWS SDK over our handler. Either the SDK signs, or the handler, or nobody.</summary>
    public static LoadClient OurSdk(string name, IReadOnlyList<Uri> nodes, bool sdkSigns = false, bool weSign = false)
    {
        var services = new ServiceCollection();
        services.AddAlternatorLoadBalancing(Configure(nodes, weSign)).AddDynamoDBClient(sdkSigns ? new BasicAWSCredentials(User, Secret) : null);
        var provider = services.BuildServiceProvider();
        return Sdk(name, provider.GetRequiredService<IAmazonDynamoDB>(), provider);
    }

    /// <summary>A bare <see cref="HttpClient"/> with one node, that signs nothing.</summary>
    public static LoadClient BareHttp(string name, Uri node)
    {
        var services = new ServiceCollection().AddSingleton(_ => new HttpClient { BaseAddress = node }).BuildServiceProvider();
        return Http(name, services.GetRequiredService<HttpClient>(), services);
    }

    /// <summary>A typed client over our handler, which signs. Without the logging handlers of <see cref="IHttpClientFactory"/>, which a bare client has not either.</summary>
    public static LoadClient OurHttp(string name, IReadOnlyList<Uri> nodes)
    {
        var services = new ServiceCollection();
        services.AddAlternatorLoadBalancing(Configure(nodes, weSign: true));
        services.AddHttpClient("orders").RemoveAllLoggers().AddAlternatorLoadBalancing();
        var provider = services.BuildServiceProvider();
        return Http(name, provider.GetRequiredService<IHttpClientFactory>().CreateClient("orders"), provider);
    }

    private static Action<AlternatorOptions> Configure(IReadOnlyList<Uri> nodes, bool weSign) => options =>
    {
        options.Seeds.Add(nodes[0]);
        options.Credentials = weSign ? new AlternatorCredentials(User, Secret) : null;
    };

    private static LoadClient Sdk(string name, Uri node, HttpClientFactory? factory)
    {
        var config = new AmazonDynamoDBConfig { ServiceURL = node.GetLeftPart(UriPartial.Authority), AuthenticationRegion = "us-east-1" };
        if (factory is not null)
        {
            config.HttpClientFactory = factory;
        }

        var services = new ServiceCollection().AddSingleton<IAmazonDynamoDB>(_ => new AmazonDynamoDBClient(new BasicAWSCredentials(User, Secret), config)).BuildServiceProvider();
        return Sdk(name, services.GetRequiredService<IAmazonDynamoDB>(), services);
    }

    private static LoadClient Sdk(string name, IAmazonDynamoDB client, IAsyncDisposable owner) =>
        new(name, () => client.GetItemAsync(new GetItemRequest { TableName = "orders", Key = new() { ["id"] = new AttributeValue("order-4711") } }), owner);

    private static LoadClient Http(string name, HttpClient client, IAsyncDisposable owner) => new(name, () => GetAsync(client), owner);

    private static async Task GetAsync(HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(Body) };
        request.Headers.TryAddWithoutValidation("X-Amz-Target", "DynamoDB_20120810.GetItem");
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.0");
        using var response = await client.SendAsync(request);
        response.EnsureSuccessStatusCode();
        await response.Content.ReadAsByteArrayAsync();
    }
}
