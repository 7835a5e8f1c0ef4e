using System.Diagnostics.CodeAnalysis;
using System.Net;
using AlternatorHandler.Testing.Cluster;
using AlternatorHandler.Testing.Http;
using AlternatorHandler.Testing.Recording;
using AlternatorHandler.Testing.Tls;

namespace AlternatorHandler.Testing;

/// <summary>Represents a node of an <see cref="AlternatorTestCluster"/>. It has its own listener, and can crash, drain and restart.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore holds no resources until its wait handle is used.")]
public sealed class AlternatorTestNode
{
    private readonly ClusterState _cluster;
    private readonly IPEndPoint _endPoint;
    private readonly IPEndPoint? _tlsEndPoint;
    private readonly NodeTls? _tls;
    private readonly RequestJournal _journal;
    private readonly RequestDispatcher _dispatcher;
    private readonly SemaphoreSlim _transition = new(1, 1);
    private volatile NodeListener[] _listeners = [];
    private volatile bool _isListed;
    private volatile bool _listsOnlyItself;
    private volatile string? _listedAs;
    private volatile string? _localNodesBody;
    private volatile bool _isRetired;
    private int _previouslyAccepted;

    internal AlternatorTestNode(ClusterState cluster, int number, int port, int? tlsPort, string datacenter, string rack)
    {
        _cluster = cluster;
        _endPoint = new IPEndPoint(cluster.Options.GetAddress(number), port);
        Host = _endPoint.Address.ToString();
        Address = new Uri($"http://{_endPoint}/");
        Datacenter = datacenter;
        Rack = rack;
        if (tlsPort is { } secure)
        {
            _tlsEndPoint = new IPEndPoint(_endPoint.Address, secure);
            _tls = new NodeTls(cluster.Options, cluster.Authority!, cluster.Authority!.Issue(Host, TestCertificateAuthority.ServiceName, "localhost"));
        }

        _journal = new RequestJournal(cluster.Options.RecordedRequestLimit);
        var listing = new NodeListing(cluster, this, unchecked((cluster.Options.Seed * 397) ^ number));
        _dispatcher = new RequestDispatcher(cluster.Options, new NodeService(cluster, this, listing), Faults, _journal);
    }

    /// <summary>Gets the address of the node for plain HTTP, such as <c>http://127.0.0.1:8000/</c>.</summary>
    public Uri Address { get; }

    /// <summary>Gets the address of the node for HTTPS, such as <c>https://127.0.0.1:8043/</c>.</summary>
    /// <exception cref="InvalidOperationException">The cluster was started without <see cref="AlternatorTestClusterOptions.Https"/>.</exception>
    public Uri HttpsAddress => new($"https://{_tlsEndPoint ?? throw CreateTlsDisabledException()}/");

    /// <summary>Gets or sets the certificate that the node presents in TLS handshakes. A change does not affect open connections.</summary>
    /// <exception cref="InvalidOperationException">The cluster was started without <see cref="AlternatorTestClusterOptions.Https"/>.</exception>
    public TestCertificate Certificate
    {
        get => (_tls ?? throw CreateTlsDisabledException()).Certificate;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            (_tls ?? throw CreateTlsDisabledException()).Certificate = value;
        }
    }

    /// <summary>Gets the number of TLS handshakes that the node completed. With TLS 1.3, a client may reject the node's certificate after that.</summary>
    public int TlsHandshakes => _tls?.Handshakes ?? 0;

    /// <summary>Gets the number of <see cref="TlsHandshakes"/> that resumed an earlier session.</summary>
    /// <remarks>Nodes that present the same certificate resume each other's sessions. Real nodes do not.</remarks>
    public int ResumedTlsSessions => _tls?.Resumed ?? 0;

    /// <summary>Gets the IP address of the node, as <c>/localnodes</c> lists it.</summary>
    public string Host { get; }

    /// <summary>Gets the datacenter of the node.</summary>
    public string Datacenter { get; }

    /// <summary>Gets the rack of the node.</summary>
    public string Rack { get; }

    /// <summary>Gets a value indicating whether the node is listening.</summary>
    public bool IsRunning => _listeners.Length > 0;

    /// <summary>Gets or sets a value indicating whether <c>/localnodes</c> lists this node, on all nodes.</summary>
    /// <remarks>It is independent of <see cref="IsRunning"/>: real nodes list a peer for some time after it has crashed, and before it has opened its port.</remarks>
    public bool IsListed
    {
        get => _isListed;
        set => _isListed = value;
    }

    /// <summary>Gets or sets the text that <c>/localnodes</c> lists for this node instead of <see cref="Host"/>, such as an IPv6 address, a host ID or an invalid address.</summary>
    /// <value>The default value is <see langword="null"/>: <see cref="Host"/> is listed.</value>
    public string? ListedAs
    {
        get => _listedAs;
        set => _listedAs = value;
    }

    /// <summary>Gets or sets a value indicating whether this node lists only itself, as a node that is partitioned from its peers does.</summary>
    public bool ListsOnlyItself
    {
        get => _listsOnlyItself;
        set => _listsOnlyItself = value;
    }

    /// <summary>Gets or sets the body of all responses of this node to <c>/localnodes</c>. It may be invalid.</summary>
    /// <value>The default value is <see langword="null"/>: the node returns its list of nodes.</value>
    public string? LocalNodesBody
    {
        get => _localNodesBody;
        set => _localNodesBody = value;
    }

    /// <summary>Gets the faults of this node.</summary>
    public NodeFaults Faults { get; } = new();

    /// <summary>Gets a snapshot of the requests that the node has received, in order of arrival and including those in flight.</summary>
    public IReadOnlyList<RecordedRequest> Requests => _journal.Snapshot();

    /// <summary>Gets the number of operations (<c>POST /</c>) that the node has received since it was created or since the last call of <see cref="ClearRequests"/>.</summary>
    public int RequestCount => _journal.OperationCount;

    /// <summary>Gets the number of connections that the node has accepted since it was created.</summary>
    public int AcceptedConnections => Volatile.Read(ref _previouslyAccepted) + _listeners.Sum(static listener => listener.AcceptedConnections);

    /// <summary>Gets the number of open connections.</summary>
    public int OpenConnections => _listeners.Sum(static listener => listener.OpenConnections);

    /// <summary>Clears <see cref="Requests"/> and sets <see cref="RequestCount"/> to 0.</summary>
    public void ClearRequests() => _journal.Clear();

    /// <summary>Crashes the node: resets its open connections and refuses new ones. The other nodes still list it.</summary>
    /// <remarks>Real nodes list it for 20 seconds, until their failure detectors notice. To simulate that, set <see cref="IsListed"/> to <see langword="false"/>.</remarks>
    public Task KillAsync() => StopAsync(static connection => connection.Reset());

    /// <summary>Drains the node, as a graceful shutdown does: closes its port, ends open connections without a response, and then removes it from <c>/localnodes</c>.</summary>
    public async Task DrainAsync()
    {
        await StopAsync(static connection => connection.ShutDown()).ConfigureAwait(false);
        IsListed = false;
    }

    /// <summary>Starts the node again on its address, and lists it. Its counters, recorded requests and faults are kept.</summary>
    /// <exception cref="InvalidOperationException">The node has been removed from the cluster, or its address is in use.</exception>
    public async Task StartAsync()
    {
        await _transition.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_isRetired)
            {
                throw new InvalidOperationException($"Node {Address} has been removed from the cluster. Add a new node instead.");
            }

            if (_listeners.Length == 0)
            {
                _listeners = await BindAsync().ConfigureAwait(false);
            }

            IsListed = true;
        }
        finally
        {
            _transition.Release();
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Host} ({Datacenter}, {Rack})";

    /// <summary>Stops the node permanently, gracefully or as a crash does.</summary>
    internal Task RetireAsync(bool graceful)
    {
        _isRetired = true;
        return graceful ? DrainAsync() : KillAsync();
    }

    private static InvalidOperationException CreateTlsDisabledException() => new("TLS is not enabled for this cluster. Set AlternatorTestClusterOptions.Https to true.");

    private async Task<NodeListener[]> BindAsync()
    {
        var bound = new List<NodeListener>();
        try
        {
            if (_cluster.Options.Http)
            {
                bound.Add(await NodeListener.BindAsync(_endPoint, tls: null, ServeAsync).ConfigureAwait(false));
            }

            if (_tlsEndPoint is not null)
            {
                bound.Add(await NodeListener.BindAsync(_tlsEndPoint, _tls, ServeAsync).ConfigureAwait(false));
            }

            return [.. bound];
        }
        catch
        {
            foreach (var listener in bound)
            {
                await listener.StopAsync(static connection => connection.Reset()).ConfigureAwait(false);
                listener.Dispose();
            }

            throw;
        }
    }

    private Task ServeAsync(HttpConnection connection)
    {
        connection.MaxDiscardedBodySize = _cluster.Options.MaxDiscardedBodySize;
        return connection.ServeAsync(_dispatcher.DispatchAsync, _cluster.Options.MaxRequestBodySize);
    }

    private async Task StopAsync(Action<HttpConnection> disconnect)
    {
        await _transition.WaitAsync().ConfigureAwait(false);
        try
        {
            var listeners = _listeners;
            await Task.WhenAll(listeners.Select(listener => listener.StopAsync(disconnect))).ConfigureAwait(false);
            _listeners = [];
            foreach (var listener in listeners)
            {
                Interlocked.Add(ref _previouslyAccepted, listener.AcceptedConnections);
                listener.Dispose();
            }
        }
        finally
        {
            _transition.Release();
        }
    }
}
