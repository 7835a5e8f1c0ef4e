using AlternatorHandler.FunctionalTests.SdkNodes;
using AlternatorHandler.Testing;
using Amazon.DynamoDBv2;
using Amazon.Runtime;

namespace AlternatorHandler.FunctionalTests;

/// <summary>The AWS SDK, signing, over three nodes that check its signatures. After each test every node had its share of the requests, and none was sent twice or failed.</summary>
[TestFixtureSource(typeof(SdkEngines), nameof(SdkEngines.All))]
public abstract class SdkTests(SdkEngine engine)
{
    private const int NodeCount = 3;

    private readonly List<TestClient> _clients = [];
    private ISdkNodes _nodes = null!;
    private Uri? _backend;
    private int _calls;

    /// <summary>Gets the client of the user <c>alternator</c>.</summary>
    protected IAmazonDynamoDB DynamoDB { get; private set; } = null!;

    /// <summary>Gets what this test's tables begin with. dynalite keeps the tables of all tests.</summary>
    protected string TablePrefix { get; private set; } = null!;

    protected string Table => TablePrefix + SdkOrders.Table;

    /// <summary>Gets the nodes of the engines that are not a real cluster.</summary>
    private protected AlternatorTestCluster Nodes => ((TestClusterNodes)_nodes).Cluster;

    [OneTimeSetUp]
    public async Task FindBackendAsync() => _backend = engine == SdkEngine.Dynalite ? await SharedDynalite.AddressAsync() : null;

    [SetUp]
    public async Task StartAsync()
    {
        _calls = 0;
        TablePrefix = $"t{Guid.NewGuid():N}-";
        _nodes = engine == SdkEngine.RealCluster ? new RealNodes() : await TestClusterNodes.StartAsync(_backend);
        DynamoDB = await ConnectAsync(_nodes.Credentials);
    }

    [TearDown]
    public async Task StopAsync()
    {
        try
        {
            VerifyAttempts();
        }
        finally
        {
            await DeleteTablesAsync();
            foreach (var client in _clients)
            {
                await client.DisposeAsync();
            }

            _clients.Clear();
            await _nodes.DisposeAsync();
        }
    }

    /// <summary>Returns a client that knows all nodes.</summary>
    protected async Task<IAmazonDynamoDB> ConnectAsync(AWSCredentials credentials)
    {
        var client = TestClient.OfSeed(
            _nodes.Seeds[0],
            options =>
            {
                foreach (var seed in _nodes.Seeds.Skip(1))
                {
                    options.Seeds.Add(seed);
                }
            },
            _nodes.Observe,
            credentials);
        _clients.Add(client);
        await client.Cluster.RefreshAsync();
        await Eventually.TrueAsync(
            () => client.Cluster.Nodes.Count(node => node.State == AlternatorNodeState.Up) == NodeCount && client.Cluster.Nodes.Count == NodeCount,
            within: 10.Seconds());
        ((AmazonServiceClient)client.DynamoDB).BeforeRequestEvent += (_, _) => Interlocked.Increment(ref _calls);
        return client.DynamoDB;
    }

    /// <summary>Returns how many requests for an operation each node got.</summary>
    protected int[] Shares(string operation)
    {
        var attempts = _nodes.Attempts;
        return [.. Hosts().Select(host => attempts.Count(attempt => attempt.Operation == operation && attempt.Host == host))];
    }

    private string[] Hosts() => [.. _clients[0].Cluster.Nodes.Select(node => node.Address.Host)];

    // Test clusters end with their tables, and so does dynalite at last.
    private async Task DeleteTablesAsync()
    {
        if (engine != SdkEngine.RealCluster)
        {
            return;
        }

        var left = new List<string>();
        await foreach (var table in DynamoDB.Paginators.ListTables(new()).TableNames)
        {
            if (table.StartsWith(TablePrefix, StringComparison.Ordinal))
            {
                left.Add(table);
            }
        }

        foreach (var table in left)
        {
            await DynamoDB.DeleteTableAsync(table);
        }
    }

    private void VerifyAttempts()
    {
        var attempts = _nodes.Attempts;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(attempts, Has.Count.EqualTo(_calls), "requests at the nodes, of so many calls");
            Assert.That(attempts.Select(attempt => attempt.StatusCode), Is.All.AnyOf(200, 400));
            Assert.That(_clients.SelectMany(client => client.Cluster.Nodes), Is.All.Matches<AlternatorNodeStatus>(node => node is { State: AlternatorNodeState.Up, LastFailure: null }));
            if (_calls >= NodeCount)
            {
                Assert.That(Hosts().Select(host => attempts.Count(attempt => attempt.Host == host)), Is.All.Positive, "requests at each node");
            }
        }
    }
}
