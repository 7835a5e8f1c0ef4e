using AlternatorHandler.Affinity;
using AlternatorHandler.Discovery;
using AlternatorHandler.Health;
using AlternatorHandler.Health.SlowNodes;
using AlternatorHandler.Loops;
using AlternatorHandler.Nodes;
using AlternatorHandler.Options;
using AlternatorHandler.Requests;
using AlternatorHandler.Routing;
using AlternatorHandler.Telemetry;
using AlternatorHandler.Wire;
using Microsoft.Extensions.Logging;

namespace AlternatorHandler;

/// <summary>Creates the parts of a cluster and connects them. It is the only place that does so: tests of a part also take it from here.</summary>
internal sealed class ClusterComposition
{
    /// <summary>Initializes a new instance of the <see cref="ClusterComposition"/> class.</summary>
    /// <param name="inputs">The options and services of the cluster.</param>
    /// <param name="transport">The transport that tests and simulations use instead of the configured one.</param>
    public ClusterComposition(ClusterInputs inputs, HttpMessageHandler? transport = null)
    {
        var (name, options, polly, timeProvider, metrics) = (inputs.Name, inputs.Options, inputs.Polly, inputs.TimeProvider, inputs.Metrics);
        var logger = new NonThrowingLogger(inputs.Logger);
        var hostHeader = HostRule.GetConfigured(options);
        var activity = new RequestActivity();

        Name = name;
        Live = new LiveOptions(options);
        Wire = new WirePipeline(name, options, timeProvider, logger);

        var map = new AddressMap(options.MapAddress, logger);
        Nodes = new NodeTable(options.Seeds, options.Scopes, listedAs => new AlternatorNode(listedAs, map.Map(listedAs), NodeCondition.CreateUnprobed(timeProvider.GetUtcNow())));
        Transport = transport ?? TransportFactory.Create(options, Wire.Configure, new ConnectionTracker(Nodes).OnConnectionEvent, timeProvider);
        var control = new HttpMessageInvoker(Transport, disposeHandler: false);

        States = new NodeStateMachine(name, Nodes, Live, timeProvider, metrics, logger);
        Breakers = new NodeBreakers(Nodes, States, Live, polly.ConfigureBreaker, timeProvider, logger);
        Health = new NodeHealth(Nodes, States, Breakers);
        Prober = new HealthProber(name, Nodes, States, new NodeProbe(control, Live, hostHeader, timeProvider), timeProvider, metrics);
        Gate = new NewNodeGate(States, Prober, timeProvider);
        SlowNodes = new OutlierDetector(name, Nodes, timeProvider, metrics, logger);
        HealthLoop = new HealthLoop(States, Breakers, Prober, new StuckNodeDetector(Nodes, timeProvider), SlowNodes, activity, timeProvider);
        States.NodeAdmitted += new ConnectionWarmup(control, options.Transport.WarmupConnections, Live, hostHeader, timeProvider, Disposed.Token).Start;

        // Ahead of discovery: a simulation repeats the order in which the parts draw their first random numbers.
        Router = new Router(name, Nodes, inputs.Policy, logger, metrics);

        Seeds = new SeedResolver(Live, Nodes, inputs.NameResolver, timeProvider, logger);
        var lists = new TierMembership(name, Nodes, Gate, map, logger);
        Discovery = new NodeDiscovery(
            name,
            Nodes,
            Seeds,
            options.Discovery.Enabled ? new LocalNodesClient(control, Live, hostHeader, timeProvider) : null,
            options.NodeSource is { } source ? new NodeSourceClient(source, options.Seeds[0].Scheme, Live, timeProvider) : null,
            lists,
            new ScopeTransition(Live, Nodes, lists),
            Readiness,
            metrics,
            logger);
        DiscoveryLoop = new DiscoveryLoop(Discovery, Nodes, States, Readiness, activity, Live, timeProvider);
        States.NodeFailed += DiscoveryLoop.RequestRefresh;
        Health.ConnectionLost += DiscoveryLoop.RequestRefresh;
        Loops = new ClusterLoops(name, options, HealthLoop, DiscoveryLoop, Readiness, timeProvider, logger);
        Readiness.Requested += Loops.Start;

        var partitionKeys = new PartitionKeyNames(options.KeyAffinity.PartitionKeys);
        var affinity = options.KeyAffinity.Mode == AlternatorKeyAffinityMode.None ? null : new AffinityFinder(options.KeyAffinity.Mode, partitionKeys);
        var budget = new RetryBudget(Live, timeProvider);
        Requests = new RequestServices(
            Readiness,
            Live,
            new RequestPreparation(Live, hostHeader, activity, budget, affinity, Wire, timeProvider),
            new AttemptPlanner(Router, Nodes, timeProvider),
            new AttemptTracker(name, Health, Live, metrics, timeProvider, logger, Disposed.Token),
            new FailoverPipeline(options.Retry, new RetryDecision(name, Live, budget, metrics, timeProvider), polly.ConfigureRetry, timeProvider),
            HedgingPipeline.Create(options.Hedging, Nodes, timeProvider),
            new RequestCompletion(Nodes, affinity, new SdkRetryWarning(name, logger), timeProvider),
            new RequestTelemetryFactory(name, metrics, timeProvider),
            Wire,
            Transport);

        if (affinity is not null)
        {
            // DescribeTable requests take the same path as all others: they are balanced, retried, and signed if the handler signs.
            var pipeline = new HttpMessageInvoker(new AlternatorRoutingHandler(Requests));
            _ = new PartitionKeyLearner(partitionKeys, new TableDescriber(pipeline, options.Seeds[0]), timeProvider, logger, Disposed.Token);
        }

        Change = new ClusterChange(name, Live, Requests, Router, Breakers, DiscoveryLoop, Nodes, timeProvider, logger);
        metrics.Gauges.Add(name, () => Nodes.Current.GetNodeStatus(), () => Wire.ClockOffset);
    }

    public string Name { get; }

    public LiveOptions Live { get; }

    public WirePipeline Wire { get; }

    public HttpMessageHandler Transport { get; }

    public NodeTable Nodes { get; }

    public NodeStateMachine States { get; }

    public NodeBreakers Breakers { get; }

    public NodeHealth Health { get; }

    public HealthProber Prober { get; }

    public NewNodeGate Gate { get; }

    public OutlierDetector SlowNodes { get; }

    public HealthLoop HealthLoop { get; }

    public SeedResolver Seeds { get; }

    public NodeDiscovery Discovery { get; }

    public DiscoveryLoop DiscoveryLoop { get; }

    public Readiness Readiness { get; } = new();

    public ClusterLoops Loops { get; }

    public Router Router { get; }

    public RequestServices Requests { get; }

    public ClusterChange Change { get; }

    /// <summary>Gets the source of the token that is cancelled when the cluster is disposed.</summary>
    public CancellationTokenSource Disposed { get; } = new();
}

/// <summary>Holds the options and services that a cluster is created from.</summary>
/// <param name="Name">The name with which the cluster was registered.</param>
/// <param name="Options">The validated options.</param>
/// <param name="Polly">The application's callbacks for Polly's own options.</param>
/// <param name="Policy">The load balancing policy that the options specify.</param>
/// <param name="NameResolver">The resolver of seeds that are host names.</param>
/// <param name="Metrics">The metrics of all clusters.</param>
/// <param name="TimeProvider">The source of timestamps and timers.</param>
/// <param name="Logger">The logger of the application, which can throw.</param>
internal sealed record ClusterInputs(
    string Name,
    AlternatorOptions Options,
    PollyConfiguration Polly,
    IAlternatorLoadBalancingPolicy Policy,
    INameResolver NameResolver,
    AlternatorMetrics Metrics,
    TimeProvider TimeProvider,
    ILogger Logger);
