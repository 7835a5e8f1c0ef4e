using System.Net.Http.Headers;
using System.Text;
using AlternatorHandler.TestSupport;
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

    public const string PlainSdk = "AWS SDK, one endpoint";
    public const string RetargetedSdk = "AWS SDK over a bare retargeting handler";
    public const string PreSigned = "AWS SDK signing, over AlternatorHandler";
    public const string Signing = "AWS SDK over AlternatorHandler signing";
    public const string Unsigned = "AWS SDK over AlternatorHandler, nobody signing";
    public const string PlainHttp = "`HttpClient`, one endpoint, unsigned";
    public const string Typed = "typed client over AlternatorHandler signing";

    /// <summary>Gets how each client is made for some nodes.</summary>
    public static IReadOnlyDictionary<string, Func<IReadOnlyList<Uri>, LoadClient>> All { get; } = new Dictionary<string, Func<IReadOnlyList<Uri>, LoadClient>>
    {
        [PlainSdk] = nodes => Sdk(nodes[0], factory: null),
        [RetargetedSdk] = nodes => Sdk(nodes[0], new OneClientFactory(new HttpClient(new RetargetingHandler(nodes) { InnerHandler = new SocketsHttpHandler(), KeepsHost = true }))),
        [PreSigned] = nodes => OurSdk(nodes, new BasicAWSCredentials(User, Secret), weSign: false),
        [Signing] = nodes => OurSdk(nodes, sdkCredentials: null, weSign: true),
        [Unsigned] = nodes => OurSdk(nodes, sdkCredentials: null, weSign: false),
        [PlainHttp] = nodes => BareHttp(nodes[0]),
        [Typed] = nodes => OurHttp(nodes),
    };

    /// <summary>A typed client over our handler, which signs. Without the logging handlers of <see cref="IHttpClientFactory"/>, which a bare client has not either.</summary>
    public static LoadClient OurHttp(IReadOnlyList<Uri> nodes, Action<AlternatorOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddAlternatorLoadBalancing(Configure(nodes, weSign: true) + configure);
        services.AddHttpClient("orders").RemoveAllLoggers().AddAlternatorLoadBalancing();
        var provider = services.BuildServiceProvider();
        return Http(provider.GetRequiredService<IHttpClientFactory>().CreateClient("orders"), provider);
    }

    private static LoadClient OurSdk(IReadOnlyList<Uri> nodes, AWSCredentials? sdkCredentials, bool weSign)
    {
        var services = new ServiceCollection();
        services.AddAlternatorLoadBalancing(Configure(nodes, weSign)).AddDynamoDBClient(sdkCredentials);
        var provider = services.BuildServiceProvider();
        return Sdk(provider.GetRequiredService<IAmazonDynamoDB>(), provider);
    }

    private static LoadClient BareHttp(Uri node)
    {
        var services = new ServiceCollection().AddSingleton(_ => new HttpClient { BaseAddress = node }).BuildServiceProvider();
        return Http(services.GetRequiredService<HttpClient>(), services);
    }

    private static Action<AlternatorOptions> Configure(IReadOnlyList<Uri> nodes, bool weSign) => options =>
    {
        options.Seeds.Add(nodes[0]);
        options.Credentials = weSign ? new AlternatorCredentials(User, Secret) : null;
    };

    private static LoadClient Sdk(Uri node, HttpClientFactory? factory)
    {
        var config = new AmazonDynamoDBConfig { ServiceURL = node.GetLeftPart(UriPartial.Authority), AuthenticationRegion = "us-east-1" };
        if (factory is not null)
        {
            config.HttpClientFactory = factory;
        }

        var services = new ServiceCollection().AddSingleton<IAmazonDynamoDB>(_ => new AmazonDynamoDBClient(new BasicAWSCredentials(User, Secret), config)).BuildServiceProvider();
        return Sdk(services.GetRequiredService<IAmazonDynamoDB>(), services);
    }

    private static LoadClient Sdk(IAmazonDynamoDB client, IAsyncDisposable owner) =>
        new(() => client.GetItemAsync(new GetItemRequest { TableName = "orders", Key = new() { ["id"] = new AttributeValue("order-4711") } }), owner);

    private static LoadClient Http(HttpClient client, IAsyncDisposable owner) => new(() => GetAsync(client), owner);

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
