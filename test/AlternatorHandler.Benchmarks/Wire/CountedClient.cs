using System.Net.Sockets;
using AlternatorHandler.TestSupport;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Microsoft.Extensions.DependencyInjection;

namespace AlternatorHandler.Benchmarks.Wire;

/// <summary>An SDK client, alone or over the handler, whose bytes are counted.</summary>
internal sealed class CountedClient : IAsyncDisposable
{
    private static readonly BasicAWSCredentials SdkCredentials = new("alternator", "secret");

    private readonly ServiceProvider? _services;

    private CountedClient(IAmazonDynamoDB dynamoDB, ByteCount count, ServiceProvider? services)
    {
        DynamoDB = dynamoDB;
        Count = count;
        _services = services;
    }

    public IAmazonDynamoDB DynamoDB { get; }

    public ByteCount Count { get; }

    public static CountedClient Plain(Uri node)
    {
        var count = new ByteCount();
        var config = new AmazonDynamoDBConfig
        {
            ServiceURL = node.GetLeftPart(UriPartial.Authority),
            AuthenticationRegion = "us-east-1",
            HttpClientFactory = new OneClientFactory(new HttpClient(Counted(count))),
        };
        return new CountedClient(new AmazonDynamoDBClient(SdkCredentials, config), count, null);
    }

    public static CountedClient Over(Uri seed, bool sdkSigns, Action<AlternatorOptions> configure)
    {
        var count = new ByteCount();
        var services = new ServiceCollection();
        services
            .AddAlternatorLoadBalancing(options =>
            {
                options.Seeds.Add(seed);
                options.Credentials = sdkSigns ? null : new AlternatorCredentials("alternator", "secret");
                configure(options);
            })
            .AddDynamoDBClient(sdkSigns ? SdkCredentials : null);
        services.AddHttpClient("AlternatorHandler.DynamoDB:").ConfigurePrimaryHttpMessageHandler(() => Counted(count));
        var provider = services.BuildServiceProvider();
        return new CountedClient(provider.GetRequiredService<IAmazonDynamoDB>(), count, provider);
    }

    public async ValueTask DisposeAsync()
    {
        DynamoDB.Dispose();
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }
    }

    private static SocketsHttpHandler Counted(ByteCount count) => new()
    {
        UseProxy = false,
        UseCookies = false,
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new CountingStream(new NetworkStream(socket, ownsSocket: true), count);
        },
    };
}
