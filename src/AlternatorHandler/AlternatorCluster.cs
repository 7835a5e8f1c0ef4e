using AlternatorHandler.Discovery;
using AlternatorHandler.Health;
using AlternatorHandler.Nodes;
using AlternatorHandler.Resilience;
using AlternatorHandler.Routing;
using AlternatorHandler.Telemetry;
using AlternatorHandler.Wire;
using Microsoft.Extensions.Logging;

namespace AlternatorHandler;

/// <summary>Everything that outlives a handler: the nodes, their health, the loops, the budget and the connections of one cluster.</summary>
internal sealed class AlternatorCluster : IAlternatorCluster, IDisposable, IAsyncDisposable
{
    private readonly Lock _startLock = new();
    private readonly SocketsHttpHandler _transport;
    private readonly HttpMessageInvoker _control;
    private readonly HealthLoop _healthLoop;
    private readonly DiscoveryLoop _discoveryLoop;
    private readonly NewNodeGate _gate;
    private readonly Readiness _readiness = new();
    private readonly List<BackgroundLoop> _loops = [];
    private readonly CancellationTokenSource _disposed = new();
    private bool _isStarted;

    public AlternatorCluster(
        string name,
        AlternatorOptions options,
        ResilienceConfiguration resilience,
        ILoadBalancingPolicy policy,
        AlternatorMetrics metrics,
        TimeProvider timeProvider,
        ILogger logger)
    {
        Name = name;
        Options = options;
        TimeProvider = timeProvider;
        Metrics = metrics;
        Logger = logger;
        HostHeader = HostRule.Configured(options);
        _transport = TransportFactory.Create(options, timeProvider);
        _control = new HttpMessageInvoker(_transport, disposeHandler: false);

        NodeHealth health = null!;
        NodeTable = new NodeTable(options.Seeds, address => new AlternatorNode(
            address,
            new NodeCondition(AlternatorNodeState.Down, timeProvider.GetUtcNow(), NodeHealth.NotProbed, 0),
            node => BreakerOptions.Create(options.CircuitBreaker, resilience.ConfigureBreaker, () => health.TryEject(node, node.LastReason), timeProvider)));
        health = new NodeHealth(name, NodeTable, options.HealthProbe, timeProvider, metrics, logger);
        health.NodeAdmitted = new ConnectionWarmup(_control, options.Transport.WarmupConnections, options.HealthProbe, HostHeader, timeProvider, _disposed.Token).Begin;
        Router = new Router(name, NodeTable, policy, logger);

        var prober = new HealthProber(name, NodeTable, health, new NodeProbe(_control, options.HealthProbe, HostHeader, timeProvider), timeProvider, metrics);
        _healthLoop = new HealthLoop(NodeTable, health, prober, new StuckNodeDetector(NodeTable, timeProvider), Activity, timeProvider);

        _gate = new NewNodeGate(health, prober, timeProvider);
        var localNodes = new LocalNodesClient(_control, options.Discovery, HostHeader, timeProvider);
        var discovery = new NodeDiscovery(name, NodeTable, localNodes, _gate, _readiness, metrics, logger);
        _discoveryLoop = new DiscoveryLoop(discovery, NodeTable, health, _readiness, Activity, options.Discovery, timeProvider);
        health.NodeFailed = _discoveryLoop.Want;

        Budget = new RetryBudget(options.Retry, timeProvider);
        Reporter = new OutcomeReporter(NodeTable, health, _discoveryLoop.Want);
        Failover = new FailoverPipeline(options.Retry, new RetryDecision(options, Budget, timeProvider), resilience.ConfigureRetry, timeProvider);
        Wire = new WirePipeline(options, timeProvider, logger);
        SdkRetries = new SdkRetryWarning(name, logger);
        metrics.ObserveNodes(name, () => Nodes);
    }

    public string Name { get; }

    public IReadOnlyList<AlternatorNodeStatus> Nodes => Array.ConvertAll(NodeTable.Current.All, static node => node.Status());

    internal AlternatorOptions Options { get; }

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

    public void Dispose()
    {
        _disposed.Cancel();
        lock (_startLock)
        {
            _isStarted = true;
            _loops.ForEach(loop => loop.Stop());
        }

        _control.Dispose();
        _transport.Dispose();
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

    internal HttpMessageHandler CreateTransport() => new SharedTransport(_transport);

    /// <summary>The one step of discovery that is switched off: the seeds are the list.</summary>
    private async Task UseSeedsAsync(CancellationToken cancellationToken)
    {
        var seeds = NodeTable.Current.Seeds;
        NodeTable.Replace(seeds.Select(seed => seed.Address), node => _gate.Close(node, isLate: false));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(_gate.OpenAsync(seeds, patience.Token), Task.Delay(Options.Discovery.InitialTimeout, TimeProvider, patience.Token)).ConfigureAwait(false);
        _readiness.Set();
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider, cancellationToken).ConfigureAwait(false);
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
            if (Options.Tls.DangerousAcceptAnyServerCertificate && Options.Seeds[0].Scheme == Uri.UriSchemeHttps)
            {
                Log.AnyCertificateAccepted(Logger, Name);
            }

            _loops.Add(new BackgroundLoop("health", Name, _healthLoop.StepAsync, TimeProvider, Logger));
            _loops.Add(Options.Discovery.Enabled
                ? new BackgroundLoop("discovery", Name, _discoveryLoop.StepAsync, TimeProvider, Logger)
                : new BackgroundLoop("discovery", Name, UseSeedsAsync, TimeProvider, Logger));
        }
    }
}
