using AlternatorHandler.Rigs.Reliability.Load;
using Amazon.DynamoDBv2;
using Amazon.Runtime;

namespace AlternatorHandler.Rigs.Reliability.Storms;

/// <summary>The AWS SDK with its default retries, over whatever <see cref="HttpClient"/> it is given, or its own.</summary>
internal sealed class PlainSdk : IContestant
{
    private readonly AmazonDynamoDBClient _client;
    private readonly HttpClient? _http;

    private PlainSdk(Uri endpoint, HttpClient? http)
    {
        _http = http;
        var config = new AmazonDynamoDBConfig { ServiceURL = endpoint.GetLeftPart(UriPartial.Authority), AuthenticationRegion = "us-east-1" };
        if (http is not null)
        {
            config.HttpClientFactory = new OneClientFactory(http);
        }

        _client = new AmazonDynamoDBClient(new BasicAWSCredentials("alternator", "secret"), config);
        Store = new SdkOrderStore(_client);
    }

    public IOrderStore Store { get; }

    public static PlainSdk OfOneEndpoint(IReadOnlyList<Uri> nodes) => new(nodes[0], http: null);

    public static PlainSdk OverRoundRobin(IReadOnlyList<Uri> nodes) => new(nodes[0], new HttpClient(new RetargetingHandler(nodes) { InnerHandler = new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(2) } }));

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        _http?.Dispose();
        return ValueTask.CompletedTask;
    }
}
