using AlternatorHandler.FunctionalTests.Tls;
using AlternatorHandler.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AlternatorHandler.FunctionalTests.Reliability;

/// <summary>Three nodes, the first or all of them with a fault. Each request comes from a client of its own, so that none sees the health that another one's failures left.</summary>
internal sealed class FaultyCluster : IAsyncDisposable
{
    private const string Http = "typed";

    // Less than the two seconds of silence after which a node is probed when no peer has answered, and far above what a healthy node takes on a busy machine.
    private static readonly TimeSpan SilentAttempt = 1500.Milliseconds();

    private readonly AlternatorTestCluster _cluster;
    private readonly FaultRow _row;
    private readonly MatrixFault _fault;
    private readonly TestClient _healthy;

    private FaultyCluster(AlternatorTestCluster cluster, FaultRow row)
    {
        _cluster = cluster;
        _row = row;
        _fault = MatrixFault.All[row.Fault];
        _healthy = TestClient.Of(cluster);
    }

    public AlternatorTestNode First => _cluster[0];

    /// <summary>Starts the nodes, which are healthy yet.</summary>
    public static async Task<FaultyCluster> StartAsync(FaultRow row)
    {
        var cluster = await AlternatorTestCluster.StartAsync(options => options.Https = MatrixFault.All[row.Fault].NeedsTls);
        var faulty = new FaultyCluster(cluster, row);
        await Orders.CreateAsync(faulty._healthy.DynamoDB);
        return faulty;
    }

    /// <summary>Begins the fault. Clients made before take all nodes for healthy.</summary>
    public async Task InjectAsync()
    {
        foreach (var node in _row.AllNodes ? _cluster.Nodes : [First])
        {
            await _fault.InjectAsync(_cluster, node);
        }
    }

    /// <summary>A client that knows all nodes, found them healthy, and will probe none before an hour has passed: what it learns then its requests teach it.</summary>
    /// <param name="id">The name by which the nodes' records tell its requests.</param>
    /// <param name="configure">Changes the options.</param>
    /// <param name="retried">Called before each further attempt.</param>
    public async Task<TestClient> ConnectAsync(string id, Action<AlternatorOptions> configure, Action? retried = null)
    {
        var addresses = _fault.NeedsTls ? _cluster.HttpsAddresses : _cluster.Addresses;
        var client = TestClient.OfSeed(
            addresses[0],
            options =>
            {
                options.Seeds.Add(addresses[1]);
                options.Seeds.Add(addresses[2]);
                options.Discovery.Enabled = false;
                options.LoadBalancingPolicy = FaultyFirstPolicy.PolicyName;
                options.HealthProbe.Interval = options.HealthProbe.MaxInterval = TimeSpan.FromHours(1);
                options.UserAgent.Mode = AlternatorUserAgentMode.Replace;
                options.UserAgent.Product = id;
                if (_fault.IsSilent)
                {
                    options.Retry.AttemptTimeout = SilentAttempt;
                }

                if (_fault.ClosesSilently)
                {
                    // A moment after its reply, in which the next request would take the connection: a busy machine makes the moment long.
                    options.Transport.ConfigureSocketsHttpHandler = static handler => handler.PooledConnectionLifetime = TimeSpan.Zero;
                }

                if (_fault.NeedsTls)
                {
                    // Hundreds of handshakes at once take their time on a busy machine, and a first probe that fails is the last one.
                    options.HealthProbe.Timeout = options.Transport.ConnectTimeout = 60.Seconds();
                    options.Tls.TrustCertificateAuthorities(TlsTest.Authorities(_cluster));
                }

                configure(options);
            },
            services =>
            {
                services.AddSingleton<IAlternatorLoadBalancingPolicy, FaultyFirstPolicy>();
                services.AddHttpClient(Http).AddAlternatorLoadBalancing();
                services.AddAlternatorLoadBalancing(_ => { }).ConfigureRetry(retry => retry.OnRetry = _ =>
                {
                    retried?.Invoke();
                    return default;
                });
            });
        await TlsTest.AllUpAsync(_cluster, client);

        // A busy machine may have made a node look stuck meanwhile: what a probe of it finds after the fault, the request would not find itself.
        await Eventually.TrueAsync(() => ((AlternatorCluster)client.Cluster).Parts.Nodes.Current.All.All(node => node.Probing.Probe is null), 10.Seconds());
        return client;
    }

    public static Task<SeenByCaller> SendAsync(TestClient client, MatrixClient through, MatrixOperation operation, string id) => through == MatrixClient.Sdk
        ? SeenByCaller.OfSdkAsync(() => operation.SendAsync(client.DynamoDB, id))
        : SeenByCaller.OfTypedAsync(
            client.Services.GetRequiredService<IHttpClientFactory>().CreateClient(Http),
            AlternatorRequest.Of(operation.Target, operation.Json(id)));

    /// <summary>The nodes that a client's requests reached, in order.</summary>
    public IReadOnlyList<AlternatorTestNode> Reached(string id) =>
    [
        .. from node in _cluster.Nodes
           from request in node.Requests
           where request.Operation is not null && request.Header("User-Agent") == id
           orderby request.Time
           select node,
    ];

    /// <summary>How many attempts of so many never reached a node.</summary>
    public int Unreached(int attempts) => !_fault.IsUnreachable ? 0 : _row.AllNodes ? attempts : 1;

    /// <summary>Ends the fault, and waits for what nodes still do for clients that have left.</summary>
    public async Task HealAsync()
    {
        foreach (var node in _cluster.Nodes)
        {
            node.Faults.Clear();
            await node.StartAsync();
        }

        await Eventually.TrueAsync(
            () => _cluster.Nodes.SelectMany(node => node.Requests).All(request => request.Fault != nameof(Fault.Delay) || request.WasExecuted),
            30.Seconds());
    }

    /// <summary>How often a request was applied: as the item says where a second application would change it or be refused, and else as the nodes recorded it.</summary>
    public async Task<int> AppliedAsync(MatrixOperation operation, string id)
    {
        if (operation.Class is OperationClass.Addition or OperationClass.ConditionalWrite)
        {
            return await Orders.AmountAsync(_healthy.DynamoDB, id);
        }

        var executed = _cluster.Nodes.SelectMany(node => node.Requests).Count(request => request.Header("User-Agent") == id && request.WasExecuted);
        if (operation.Class == OperationClass.IdempotentWrite)
        {
            Assert.That(await Orders.AmountAsync(_healthy.DynamoDB, id), Is.EqualTo(Math.Min(executed, 1)), $"the item of {id}");
        }

        return executed;
    }

    public async ValueTask DisposeAsync()
    {
        await _healthy.DisposeAsync();
        await _cluster.DisposeAsync();
    }
}
