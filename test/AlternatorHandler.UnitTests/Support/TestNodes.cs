using System.Diagnostics.CodeAnalysis;
using System.Net;
using AlternatorHandler.Discovery;
using AlternatorHandler.Health;
using AlternatorHandler.Loops;
using AlternatorHandler.Nodes;
using AlternatorHandler.Options;
using AlternatorHandler.Outcomes;
using AlternatorHandler.Protocol;
using AlternatorHandler.Routing;
using AlternatorHandler.Telemetry;
using Microsoft.Extensions.Logging.Testing;
using Polly.CircuitBreaker;

namespace AlternatorHandler.UnitTests.Support;

/// <summary>Represents the nodes of a composed cluster whose loops do not run, on a manual clock.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The transport only passes requests on to the transport of the test.")]
internal sealed class TestNodes
{
    private readonly RelayTransport _transport = new();
    private readonly RelayResolver _resolver = new();

    public TestNodes(
        string[] seeds,
        AlternatorOptions? options = null,
        Action<CircuitBreakerStrategyOptions<HttpResponseMessage>>? configureBreaker = null,
        AlternatorMetrics? metrics = null)
    {
        options ??= new AlternatorOptions();
        foreach (var seed in options.Seeds.Count == 0 ? seeds : [])
        {
            options.Seeds.Add(Address(seed));
        }

        Metrics = metrics ?? new AlternatorMetrics(new TestMeterFactory());
        var polly = new PollyConfiguration { ConfigureBreaker = configureBreaker };
        Parts = new ClusterComposition(new ClusterInputs("test", options, polly, new LeastRequestsPolicy(), _resolver, Metrics, Time, Log), _transport);
        States.NodeFailed += () => FailureCount++;
    }

    public ClusterComposition Parts { get; }

    public AlternatorOptions Options => Live.Current;

    public LiveOptions Live => Parts.Live;

    public ManualTimeProvider Time { get; } = new();

    public FakeLogger Log { get; } = new();

    public AlternatorMetrics Metrics { get; }

    public NodeTable Table => Parts.Nodes;

    public NodeStateMachine States => Parts.States;

    public NodeHealth Health => Parts.Health;

    public Readiness Readiness => Parts.Readiness;

    /// <summary>Gets the number of times that a failed node suggested that the node list is out of date.</summary>
    public int FailureCount { get; private set; }

    public AlternatorNode this[int index] => Table.Current.All[index];

    public static Uri Address(string host) => new($"http://{host}:8000/");

    /// <summary>Lists the hosts of nodes, in their order.</summary>
    public static string Hosts(IEnumerable<AlternatorNode> nodes) => string.Join(' ', nodes.Select(node => node.Address.Host));

    /// <summary>Lists nodes at the addresses, and gets their sort keys in the order of the node table.</summary>
    public static string[] SortKeys(params string[] addresses)
    {
        var nodes = new TestNodes(["10.0.0.1"]);
        nodes.Table.Replace(0, addresses.Select(address => new Uri(address)), _ => { });
        return [.. nodes.Table.Current.All.Select(node => node.SortKey)];
    }

    /// <summary>Creates nodes 10.0.0.1, 10.0.0.2 and so on, listed and up.</summary>
    public static TestNodes Up(int count, AlternatorOptions? options = null, Action<CircuitBreakerStrategyOptions<HttpResponseMessage>>? configureBreaker = null)
    {
        var hosts = Enumerable.Range(1, count).Select(i => $"10.0.0.{i}").ToArray();
        var nodes = new TestNodes(hosts, options, configureBreaker);
        nodes.List(hosts);
        nodes.States.MarkUpUnprobed(nodes.Table.Current.All);
        return nodes;
    }

    /// <summary>Creates two nodes, of which the first went down and is in probation.</summary>
    public static TestNodes FirstInProbation()
    {
        var nodes = Up(2);
        nodes.States.MarkDown(nodes[0], "refused");
        nodes.States.OnProbeCompleted(nodes[0], failure: null, nodes.Time.GetTimestamp());
        nodes.States.OnProbeCompleted(nodes[0], failure: null, nodes.Time.GetTimestamp());
        Assert.That(nodes[0].State, Is.EqualTo(AlternatorNodeState.Probation));
        return nodes;
    }

    public void List(params string[] hosts) => Table.Replace(0, hosts.Select(Address), _ => { });

    /// <summary>Reports the end of an attempt, as a request does.</summary>
    public void Report(AlternatorNode node, AttemptOutcome outcome, string operation = "DescribeTable") =>
        Health.Report(node, Operation.FromName(operation), outcome, TimeSpan.Zero, node.Latency.Connects, nodeWentDown: false);

    /// <summary>Gets the time until the node's next probe.</summary>
    public TimeSpan UntilProbe(AlternatorNode node) => Time.GetElapsedTime(Time.GetTimestamp(), node.Probing.NextProbeAt);

    public HealthProber Prober(HttpMessageHandler transport)
    {
        _transport.Target = transport;
        return Parts.Prober;
    }

    public NewNodeGate Gate(HttpMessageHandler transport)
    {
        _transport.Target = transport;
        return Parts.Gate;
    }

    public SeedResolver Resolver(INameResolver resolver)
    {
        _resolver.Target = resolver;
        return Parts.Seeds;
    }

    public NodeDiscovery Discovery(HttpMessageHandler transport, INameResolver? resolver = null)
    {
        _transport.Target = transport;
        _resolver.Target = resolver;
        return Parts.Discovery;
    }

    private sealed class RelayTransport : HttpMessageHandler
    {
        private HttpMessageInvoker? _invoker;

        public HttpMessageHandler Target
        {
            set => _invoker = new HttpMessageInvoker(value, disposeHandler: false);
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            (_invoker ?? throw new InvalidOperationException("The test has no transport.")).SendAsync(request, cancellationToken);
    }

    private sealed class RelayResolver : INameResolver
    {
        public INameResolver? Target { get; set; }

        public Task<IPAddress[]> ResolveAsync(string name, CancellationToken cancellationToken) =>
            Target?.ResolveAsync(name, cancellationToken) ?? Task.FromResult<IPAddress[]>([]);
    }
}
