using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using AlternatorHandler.Testing;

namespace AlternatorHandler.FunctionalTests.Lifetime;

public sealed class ExecutionContextTests
{
    private static readonly AsyncLocal<object?> Ambient = new();

    [Test]
    public async Task Background_work_does_not_see_the_execution_context_of_the_first_caller()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        var source = new ContextSource();
        await using var client = TestClient.Of(cluster, options =>
        {
            options.NodeSource = source;
            options.Discovery.RefreshInterval = options.Discovery.IdleRefreshInterval = 100.Milliseconds();
        });
        Ambient.Value = "the first caller's";
        await client.DynamoDB.ListTablesAsync();
        await Eventually.TrueAsync(() => source.Seen.Count >= 3, 30.Seconds());

        Assert.That(source.Seen, Is.All.Null);
        Assert.That(Ambient.Value, Is.Not.Null);
    }

    [Test]
    public async Task The_context_of_the_first_caller_can_be_collected_while_the_cluster_lives([Values] bool isRefresh)
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(cluster, options =>
        {
            options.KeyAffinity.Mode = AlternatorKeyAffinityMode.AnyWrite;
            options.Transport.WarmupConnections = 2;
        });

        var carried = await CarryAsync(client, isRefresh);
        Ambient.Value = null;

        // A probe or a question that is under way may hold it for its time.
        await Eventually.TrueAsync(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return !carried.IsAlive;
            },
            30.Seconds());
        await client.DynamoDB.ListTablesAsync();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> CarryAsync(TestClient client, bool isRefresh)
    {
        var carried = new object();
        Ambient.Value = carried;
        if (isRefresh)
        {
            await client.Cluster.RefreshAsync();
        }

        await Orders.CreateAsync(client.DynamoDB);
        for (var i = 0; i < 20; i++)
        {
            await client.DynamoDB.PutItemAsync(Orders.Put($"{i}"));
        }

        return new WeakReference(carried);
    }

    /// <summary>A seam that the discovery loop calls.</summary>
    private sealed class ContextSource : IAlternatorNodeSource
    {
        public ConcurrentQueue<object?> Seen { get; } = new();

        public ValueTask<IReadOnlyList<Uri>> GetNodesAsync(AlternatorRoutingScope scope, CancellationToken cancellationToken)
        {
            Seen.Enqueue(Ambient.Value);
            return ValueTask.FromResult<IReadOnlyList<Uri>>([]);
        }
    }
}
