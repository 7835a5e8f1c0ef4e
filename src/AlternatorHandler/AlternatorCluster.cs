using AlternatorHandler.Affinity;
using AlternatorHandler.Discovery;
using AlternatorHandler.Health;
using AlternatorHandler.Health.SlowNodes;
using AlternatorHandler.Loops;
using AlternatorHandler.Nodes;
using AlternatorHandler.Options;
using AlternatorHandler.Outcomes;
using AlternatorHandler.Requests;
using AlternatorHandler.Routing;
using AlternatorHandler.Telemetry;
using AlternatorHandler.Wire;
using Microsoft.Extensions.Logging;

namespace AlternatorHandler;

/// <summary>Everything that outlives a handler: the nodes, their health, the loops, the budget and the connections of one cluster.</summary>
internal sealed class AlternatorCluster : IAlternatorCluster, IDisposable, IAsyncDisposable
{
    private readonly Lock _startLock = new();
    private readonly HttpMessageHandler _transport;
    private readonly HttpMessageInvoker _control;
    private readonly NodeHealth _health;
    private readonly HealthLoop _healthLoop;
    private readonly DiscoveryLoop _discoveryLoop;
    private readonly ScopeChecker _scopes;
    private readonly Readiness _readiness = new();
    private readonly List<BackgroundLoop> _loops = [];
    private readonly CancellationTokenSource _disposed = new();
    private readonly Lazy<HttpMessageInvoker>? _pipeline;
    private readonly ClusterChange _change;
    private readonly LiveOptions _live;
    private HedgingPipeline? _hedging;
    private bool _isStarted;

    public AlternatorCluster(
        string name,
        AlternatorOptions options,
        ResilienceConfiguration resilience,
        ILoadBalancingPolicy policy,
        INameResolver nameResolver,
        AlternatorMetrics metrics,
        TimeProvider timeProvider,
        ILogger logger,
        HttpMessageHandler? transport = null)
    {
        Name = name;
        _live = new LiveOptions(options);
        TimeProvider = timeProvider;
        Metrics = metrics;
        logger = new UnfailingLogger(logger);
        Logger = logger;
        HostHeader = HostRule.Configured(options);
        Wire = new WirePipeline(name, options, timeProvider, logger);
        _transport = transport ?? TransportFactory.Create(options, Wire.Configure, new NewConnections(() => NodeTable!).Changed, timeProvider);
        _control = new HttpMessageInvoker(_transport, disposeHandler: false);

        // A node makes its breaker when it needs it. What the user configured is to fail now.
        NodeBreaker CreateBreaker(Action opened) => BreakerOptions.Create(_live.Current.CircuitBreaker, resilience.ConfigureBreaker, opened, timeProvider, logger);
        CreateBreaker(static () => { });

        NodeHealth health = null!;
        var map = new AddressMap(options.MapAddress, logger);
        NodeTable = new NodeTable(options.Seeds, options.Scopes, listedAs => new AlternatorNode(
            listedAs,
            map.Of(listedAs),
            new NodeCondition(AlternatorNodeState.Down, timeProvider.GetUtcNow(), NodeHealth.NotProbed, 0),
            node => CreateBreaker(() => health.TryEject(node, node.LastReason))));
        health = new NodeHealth(name, NodeTable, _live, timeProvider, metrics, logger);
        health.NodeAdmitted = new ConnectionWarmup(_control, options.Transport.WarmupConnections, _live, HostHeader, timeProvider, _disposed.Token).Begin;
        _health = health;
        Router = new Router(name, NodeTable, policy, logger, metrics);

        var prober = new HealthProber(name, NodeTable, health, new NodeProbe(_control, _live, HostHeader, timeProvider), timeProvider, metrics);
        _healthLoop = new HealthLoop(NodeTable, health, prober, new StuckNodeDetector(NodeTable, timeProvider), new SlowNodeRule(name, NodeTable, timeProvider, metrics, logger), Activity, timeProvider);

        var seeds = new SeedNames(_live, NodeTable, nameResolver, timeProvider, logger);
        var localNodes = new LocalNodesClient(_control, _live, HostHeader, timeProvider);
        var source = options.GetNodeSource() is { } own ? new NodeSourceClient(own, options.Seeds[0].Scheme, _live, timeProvider) : null;
        var lists = new TierLists(name, NodeTable, new NewNodeGate(health, prober, timeProvider), map, logger);
        var discovery = new NodeDiscovery(name, NodeTable, seeds, options.Discovery.Enabled ? localNodes : null, source, lists, new ScopeChange(_live, NodeTable, lists), _readiness, metrics, logger);
        _scopes = new ScopeChecker(NodeTable, discovery);
        _discoveryLoop = new DiscoveryLoop(discovery, NodeTable, health, _readiness, Activity, _live, timeProvider);
        health.NodeFailed = _discoveryLoop.Want;

        Budget = new RetryBudget(_live, timeProvider);
        Reporter = new OutcomeReporter(NodeTable, health, _discoveryLoop.Want);
        Failover = new FailoverPipeline(options.Retry, new RetryDecision(_live, Budget, timeProvider, () => metrics.RetryBudgetExhausted(name)), resilience.ConfigureRetry, timeProvider);
        if (options.KeyAffinity.Mode != KeyAffinityMode.None)
        {
            _pipeline = new Lazy<HttpMessageInvoker>(CreatePipeline);
            KeyAffinity = new KeyAffinity(options.KeyAffinity.Mode, new PartitionKeyNames(
                options.KeyAffinity.PartitionKeys,
                (table, token) => new TableDescriber(_pipeline.Value, options.Seeds[0]).DescribeAsync(table, token),
                timeProvider,
                logger,
                _disposed.Token));
        }

        RenewHedging();
        _change = new ClusterChange(this, _live, _discoveryLoop.Want);
        SdkRetries = new SdkRetryWarning(name, logger);
        metrics.Gauges.Add(name, () => Nodes, () => Wire.ClockOffset);
    }

    public string Name { get; }

    public IReadOnlyList<AlternatorNodeStatus> Nodes => Array.ConvertAll(NodeTable.Current.All, static node => node.Status());

    public IReadOnlyList<AlternatorTierStatus> Tiers => NodeTable.Current.TierStatus();

    /// <summary>Gets the options that hold now.</summary>
    internal AlternatorOptions Options => _live.Current;

    /// <summary>Gets the <c>Host</c> header of requests that come without one, or <see langword="null"/> for the node's authority.</summary>
    internal string? HostHeader { get; }

    internal TimeProvider TimeProvider { get; }

    internal AlternatorMetrics Metrics { get; }

    internal ILogger Logger { get; }

    internal NodeTable NodeTable { get; }

    internal RequestActivity Activity { get; } = new();

    internal Router Router { get; }

    internal RetryBudget Budget { get; }

    internal OutcomeReporter Reporter { get; }

    internal FailoverPipeline Failover { get; }

    internal HedgingPipeline? Hedging => Volatile.Read(ref _hedging);

    internal KeyAffinity? KeyAffinity { get; }

    internal SdkRetryWarning SdkRetries { get; }

    internal WirePipeline Wire { get; }

    public async Task RefreshAsync(CancellationToken cancellationToken = default)
    {
        Start();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposed.Token);
        if (await _discoveryLoop.RefreshAsync(either.Token).ConfigureAwait(false) is { } failure)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, $"No Alternator node told its peers: {failure}.");
        }
    }

    public async Task<ScopeCheckResult> CheckScopesAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposed.Token);
        return await _scopes.CheckAsync(either.Token).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _disposed.Cancel();
        lock (_startLock)
        {
            _isStarted = true;
            _loops.ForEach(loop => loop.Stop());
        }

        // A loop that is stopped before it began would leave the first requests waiting for ever.
        _readiness.Set();
        _control.Dispose();
        _transport.Dispose();

        // The transport lets exchanges end that have begun. Nobody is left who would notice that a node has fallen silent. After the transport: what begins now, fails there.
        foreach (var node in NodeTable.Current.All.Union(NodeTable.Current.Seeds))
        {
            node.CancelInFlight();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Dispose();
        foreach (var loop in _loops)
        {
            await loop.DisposeAsync().ConfigureAwait(false);
        }

        _discoveryLoop.Dispose();
    }

    /// <summary>What those who watch see of the cluster at this moment.</summary>
    internal ClusterStatus Status() => ClusterStatus.Of(Name, Options.Policy, NodeTable, _health, _discoveryLoop);

    /// <summary>Starts the cluster with the first request, and holds requests back until there are nodes.</summary>
    internal ValueTask ReadyAsync(CancellationToken cancellationToken)
    {
        if (_readiness.IsSet)
        {
            return ValueTask.CompletedTask;
        }

        Start();
        return new ValueTask(_readiness.Task.WaitAsync(cancellationToken));
    }

    /// <summary>Classifies the failure of an attempt.</summary>
    internal AttemptOutcome OutcomeOf(Exception exception, in AttemptCancellation cancellation, AlternatorNode node) => _disposed.IsCancellationRequested && !cancellation.IsByCaller
        ? new AttemptOutcome(AttemptKind.Abandoned, null, new ObjectDisposedException(nameof(IAlternatorCluster), "The cluster was disposed of while it had the request."), "the cluster was disposed of")
        : OutcomeClassifier.OfException(exception, cancellation, node);

    /// <summary>Goes on with other options, from the next request on.</summary>
    /// <param name="options">Options that are valid.</param>
    /// <param name="policy">The policy that they name.</param>
    internal void Change(AlternatorOptions options, ILoadBalancingPolicy policy) => _change.Apply(options, policy);

    /// <summary>Hedges as the options say now, or no more.</summary>
    internal void RenewHedging() => Volatile.Write(ref _hedging, Options.Hedging.Enabled ? new HedgingPipeline(Options.Hedging, NodeTable, TimeProvider) : null);

    internal HttpMessageHandler CreateTransport() => new SharedTransport(_transport);

    /// <summary>The pipeline of the cluster's own questions that are operations, with the handlers that a client's requests pass.</summary>
    private HttpMessageInvoker CreatePipeline()
    {
        HttpMessageHandler inner = CreateTransport();
        foreach (var handler in Wire.CreateHandlers().Reverse())
        {
            handler.InnerHandler = inner;
            inner = handler;
        }

        return new HttpMessageInvoker(new AlternatorRoutingHandler(this) { InnerHandler = inner });
    }

    private void Start()
    {
        ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
        lock (_startLock)
        {
            if (_isStarted)
            {
                return;
            }

            _isStarted = true;
            if (_change.StartedWith.Tls.DangerousAcceptAnyServerCertificate && _change.StartedWith.Seeds[0].Scheme == Uri.UriSchemeHttps)
            {
                Log.AnyCertificateAccepted(Logger, Name);
            }

            _loops.Add(new BackgroundLoop("health", Name, _healthLoop.StepAsync, TimeProvider, Logger));
            _loops.Add(new BackgroundLoop("discovery", Name, _discoveryLoop.StepAsync, TimeProvider, Logger));
        }
    }
}
