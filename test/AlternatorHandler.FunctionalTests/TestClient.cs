using AlternatorHandler.Testing;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Microsoft.Extensions.DependencyInjection;

namespace AlternatorHandler.FunctionalTests;

/// <summary>An application's services over a test cluster. Disposing it checks that no request is counted as in flight any more.</summary>
internal sealed class TestClient : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private TestClient(ServiceProvider services)
    {
        _services = services;
    }

    public IServiceProvider Services => _services;

    public IAlternatorCluster Cluster => _services.GetRequiredService<IAlternatorCluster>();

    public IAmazonDynamoDB DynamoDB => _services.GetRequiredService<IAmazonDynamoDB>();

    public static TestClient Of(
        AlternatorTestCluster cluster,
        Action<AlternatorOptions>? configure = null,
        Action<IServiceCollection>? services = null,
        AWSCredentials? credentials = null) => OfSeed(cluster.Addresses[0], configure, services, credentials);

    public static TestClient OfSeed(
        Uri seed,
        Action<AlternatorOptions>? configure = null,
        Action<IServiceCollection>? services = null,
        AWSCredentials? credentials = null)
    {
        var collection = new ServiceCollection();
        collection
            .AddAlternatorLoadBalancing(options =>
            {
                options.Seeds.Add(seed);
                configure?.Invoke(options);
            })
            .AddDynamoDBClient(credentials);
        services?.Invoke(collection);
        return new TestClient(collection.BuildServiceProvider());
    }

    public AlternatorNodeStatus Status(AlternatorTestNode node) => Cluster.Nodes.Single(status => status.Address.Host == node.Host);

    public Task WaitForStateAsync(AlternatorTestNode node, AlternatorNodeState state, TimeSpan within) =>
        Eventually.TrueAsync(() => Cluster.Nodes.Any(status => status.Address.Host == node.Host && status.State == state), within);

    public async ValueTask DisposeAsync()
    {
        var inFlight = Cluster.Nodes.Sum(node => node.InFlight);
        await _services.DisposeAsync();
        Assert.That(inFlight, Is.Zero, "requests counted as in flight after the test");
    }
}
