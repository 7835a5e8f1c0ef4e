using Amazon.DynamoDBv2;

namespace AlternatorHandler.FunctionalTests.Network;

/// <summary>A test whose nodes are on hosts of their own. It is ignored where there can be none.</summary>
[Category("Network")]
public abstract class NetworkTest
{
    private protected const int WorkerCount = 16;

    private static readonly Lazy<Task<string?>> Missing = new(Requirements.MissingAsync);

    [OneTimeSetUp]
    public async Task IgnoreWithoutNetworksAsync()
    {
        if (await Missing.Value is { } missing)
        {
            Assert.Ignore($"The tests with real networks do not run: {missing}");
        }
    }

    private protected static TestClient ClientOf(NetworkCluster cluster) => TestClient.OfSeed(cluster[0].Uri, options =>
    {
        options.Seeds.Add(cluster[^1].Uri);

        // Only so that a test need not wait half a minute for a node's full share.
        options.HealthProbe.ProbationPeriod = 2.Seconds();
    });

    /// <summary>Waits until the load has warmed up and all nodes have their share of it: new nodes are probed first.</summary>
    private protected static async Task WarmUpAsync(TestClient client, NetworkCluster cluster, Workers load)
    {
        await load.DoneAsync(500, 60.Seconds());
        await Eventually.TrueAsync(() => cluster.Nodes.All(node => IsIn(client, node, AlternatorNodeState.Up)), within: 60.Seconds());
        await load.DoneAsync(1000, 60.Seconds());
    }

    /// <summary>Waits until a node has at least half of its share of the load.</summary>
    /// <returns>How long that took.</returns>
    private protected static async Task<TimeSpan> ShareIsBackAsync(NetworkCluster cluster, NetworkNode node, Measurement measurement, Workers load, TimeSpan within)
    {
        var start = TimeProvider.System.GetTimestamp();
        do
        {
            Assert.That(TimeProvider.System.GetElapsedTime(start), Is.LessThan(within), $"{node.Address} has not got its share back");
            measurement.Restart();
            await load.DoneAsync(1000, 60.Seconds());
        }
        while (measurement.On(node) < measurement.All / cluster.Count / 2);

        return TimeProvider.System.GetElapsedTime(start);
    }

    private protected static Workers Load(TestClient client) => Workers.Start(WorkerCount, i => ReadOrWriteAsync(client.DynamoDB, i));

    private protected static bool IsIn(TestClient client, NetworkNode node, AlternatorNodeState state) =>
        client.Cluster.Nodes.Any(status => status.Address == node.Uri && status.State == state);

    private static Task ReadOrWriteAsync(IAmazonDynamoDB client, int i) =>
        i % 2 == 0 ? client.GetItemAsync(Orders.Get($"order-{i % 50}")) : client.PutItemAsync(Orders.Put($"order-{i % 50}"));
}
