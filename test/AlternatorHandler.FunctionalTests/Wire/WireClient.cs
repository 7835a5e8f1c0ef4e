using System.Collections.Concurrent;
using AlternatorHandler.Testing;
using Amazon.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace AlternatorHandler.FunctionalTests.Wire;

/// <summary>An AWS SDK client and a typed client over a cluster, with a tap on the replies of both.</summary>
internal sealed class WireClient : IAsyncDisposable
{
    public const string User = "alternator";
    public const string Secret = "secret";

    private const string Typed = "typed";

    private WireClient(TestClient client, ConcurrentQueue<ReplyTap.Reply> replies, FakeLoggerProvider logs)
    {
        Client = client;
        Replies = replies;
        Logs = logs;
    }

    public TestClient Client { get; }

    public Amazon.DynamoDBv2.IAmazonDynamoDB DynamoDB => Client.DynamoDB;

    public HttpClient Http => Client.Services.GetRequiredService<IHttpClientFactory>().CreateClient(Typed);

    /// <summary>Gets the replies as the nodes sent them.</summary>
    public ConcurrentQueue<ReplyTap.Reply> Replies { get; }

    public FakeLoggerProvider Logs { get; }

    public static WireClient Of(
        AlternatorTestCluster cluster,
        WireSigner signer,
        Action<AlternatorOptions> configure,
        string? onlyEncoding = null,
        Func<Uri, byte[], byte[]>? damage = null,
        Uri? seed = null)
    {
        var replies = new ConcurrentQueue<ReplyTap.Reply>();
        var logs = new FakeLoggerProvider();
        var client = TestClient.OfSeed(
            seed ?? cluster.Addresses[0],
            options =>
            {
                options.Credentials = signer == WireSigner.Handler ? new AlternatorCredentials(User, Secret) : null;
                configure(options);
            },
            services =>
            {
                services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs));
                services.AddHttpClient(Typed).AddAlternatorLoadBalancing().AddHttpMessageHandler(() => new ReplyTap(replies, onlyEncoding, damage));
                services.AddHttpClient("AlternatorHandler.DynamoDB:").AddHttpMessageHandler(() => new ReplyTap(replies, onlyEncoding, damage));
            },
            signer == WireSigner.Sdk ? new BasicAWSCredentials(User, Secret) : null);
        return new WireClient(client, replies, logs);
    }

    public ValueTask DisposeAsync() => Client.DisposeAsync();
}
