using AlternatorHandler.Discovery;
using AlternatorHandler.Health;
using AlternatorHandler.Nodes;
using AlternatorHandler.Options;
using AlternatorHandler.Telemetry;
using Microsoft.Extensions.Logging.Testing;
using Polly.CircuitBreaker;

namespace AlternatorHandler.UnitTests.Support;

/// <summary>Nodes with their health, on a manual clock. Put together as <see cref="AlternatorCluster"/> does it, without its loops.</summary>
internal sealed class TestNodes
{
    public TestNodes(string[] seeds, AlternatorOptions? options = null, Action<CircuitBreakerStrategyOptions<HttpResponseMessage>>? configureBreaker = null)
    {
        Live = new LiveOptions(options ?? new AlternatorOptions());
        NodeHealth health = null!;
        Table = new NodeTable(seeds.Select(Address), Options.Scopes, address => new AlternatorNode(
            address,
            address,
            new NodeCondition(AlternatorNodeState.Down, Time.GetUtcNow(), NodeHealth.NotProbed, 0),
            node => BreakerOptions.Create(Options.CircuitBreaker, configureBreaker, () => health.TryEject(node, node.LastReason), Time, Log)));
        health = new NodeHealth("test", Table, Live, Time, Metrics, Log) { NodeFailed = () => FailuresTold++ };
        Health = health;
    }

    public AlternatorOptions Options => Live.Current;

    public LiveOptions Live { get; }

    public ManualTimeProvider Time { get; } = new();

    public FakeLogger Log { get; } = new();

    public AlternatorMetrics Metrics { get; init; } = new(new TestMeterFactory());

    public NodeTable Table { get; }

    public NodeHealth Health { get; }

    /// <summary>Gets how often discovery was asked for because a node failed.</summary>
    public int FailuresTold { get; private set; }

    public AlternatorNode this[int index] => Table.Current.All[index];

    public static Uri Address(string host) => new($"http://{host}:8000/");

    /// <summary>The hosts of nodes, in their order.</summary>
    public static string Hosts(IEnumerable<AlternatorNode> nodes) => string.Join(' ', nodes.Select(node => node.Address.Host));

    /// <summary>Nodes 10.0.0.1, 10.0.0.2 and so on, listed and up.</summary>
    public static TestNodes Up(int count, AlternatorOptions? options = null, Action<CircuitBreakerStrategyOptions<HttpResponseMessage>>? configureBreaker = null)
    {
        var hosts = Enumerable.Range(1, count).Select(i => $"10.0.0.{i}").ToArray();
        var nodes = new TestNodes(hosts, options, configureBreaker);
        nodes.List(hosts);
        nodes.Health.AssumeUp(nodes.Table.Current.All);
        return nodes;
    }

    public void List(params string[] hosts) => Table.Replace(0, hosts.Select(Address), _ => { });

    /// <summary>The time until the node's next probe.</summary>
    public TimeSpan UntilProbe(AlternatorNode node) => Time.GetElapsedTime(Time.GetTimestamp(), node.Probing.DueAt);

    public HealthProber Prober(HttpMessageHandler transport) =>
        new("test", Table, Health, new NodeProbe(new HttpMessageInvoker(transport), Live, null, Time), Time, Metrics);

    public NewNodeGate Gate(HttpMessageHandler transport) => new(Health, Prober(transport), Time);

    public SeedNames Names(INameResolver names) => new(Live, Table, names, Time, Log);

    public NodeDiscovery Discovery(HttpMessageHandler transport, Readiness? readiness = null, INameResolver? names = null, INodeSource? source = null)
    {
        var lists = new TierLists("test", Table, Gate(transport), new AddressMap(Options.MapAddress, Log), Log);
        return new NodeDiscovery(
            "test",
            Table,
            Names(names ?? new DnsNameResolver()),
            Options.Discovery.Enabled ? new LocalNodesClient(new HttpMessageInvoker(transport), Live, null, Time) : null,
            source is null ? null : new NodeSourceClient(source, Uri.UriSchemeHttp, Live, Time),
            lists,
            new ScopeChange(Live, Table, lists),
            readiness ?? new Readiness(),
            Metrics,
            Log);
    }
}
