using AlternatorHandler.Testing;
using Amazon.DynamoDBv2;
using Amazon.Runtime;

namespace AlternatorHandler.FunctionalTests;

/// <summary>The AWS SDK, signing, over three nodes that check its signatures. After each test every node had its share of the requests, and none was sent twice or failed.</summary>
[TestFixture(SdkEngine.BuiltIn)]
[TestFixture(SdkEngine.Dynalite)]
public abstract class SdkTests(SdkEngine engine)
{
    private readonly List<TestClient> _clients = [];
    private Uri? _backend;
    private int _calls;

    /// <summary>Gets the client of the user <c>alternator</c>.</summary>
    protected IAmazonDynamoDB DynamoDB { get; private set; } = null!;

    /// <summary>Gets what this test's tables begin with. dynalite keeps the tables of all tests.</summary>
    protected string TablePrefix { get; private set; } = null!;

    protected string Table => TablePrefix + SdkOrders.Table;

    private protected AlternatorTestCluster Nodes { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task FindBackendAsync() => _backend = engine == SdkEngine.Dynalite ? await SharedDynalite.AddressAsync() : null;

    [SetUp]
    public async Task StartAsync()
    {
        _calls = 0;
        TablePrefix = $"t{Guid.NewGuid():N}-";
        Nodes = await AlternatorTestCluster.StartAsync(options =>
        {
            options.EnforceAuthorization = true;
            options.Backend = _backend;
        });
        DynamoDB = await ConnectAsync(new BasicAWSCredentials("alternator", "secret"));
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
            foreach (var client in _clients)
            {
                await client.DisposeAsync();
            }

            _clients.Clear();
            await Nodes.DisposeAsync();
        }
    }

    /// <summary>Returns a client that knows all nodes.</summary>
    protected async Task<IAmazonDynamoDB> ConnectAsync(AWSCredentials credentials)
    {
        var client = TestClient.Of(Nodes, credentials: credentials);
        _clients.Add(client);
        await client.Cluster.RefreshAsync();
        foreach (var node in Nodes.Nodes)
        {
            await client.WaitForStateAsync(node, AlternatorNodeState.Up, within: 10.Seconds());
        }

        ((AmazonServiceClient)client.DynamoDB).BeforeRequestEvent += (_, _) => Interlocked.Increment(ref _calls);
        return client.DynamoDB;
    }

    /// <summary>Returns how many requests for an operation each node got.</summary>
    protected int[] Shares(string operation) => [.. Nodes.Nodes.Select(node => node.Requests.Count(request => request.Operation == operation))];

    private void VerifyAttempts()
    {
        var requests = Nodes.Nodes.SelectMany(node => node.Requests).Where(request => request.Operation is not null).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(requests, Has.Count.EqualTo(_calls), "requests at the nodes, of so many calls");
            Assert.That(requests.Select(request => request.StatusCode), Is.All.AnyOf(200, 400));
            Assert.That(_clients.SelectMany(client => client.Cluster.Nodes), Is.All.Matches<AlternatorNodeStatus>(node => node is { State: AlternatorNodeState.Up, LastFailure: null }));
            if (_calls >= Nodes.Nodes.Count)
            {
                Assert.That(Nodes.Nodes.Select(node => node.RequestCount), Is.All.Positive, "requests at each node");
            }
        }
    }
}
