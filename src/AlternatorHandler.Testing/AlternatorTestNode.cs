using System.Diagnostics.CodeAnalysis;
using System.Net;
using AlternatorHandler.Testing.Cluster;
using AlternatorHandler.Testing.Http;
using AlternatorHandler.Testing.Recording;
using AlternatorHandler.Testing.Tls;

namespace AlternatorHandler.Testing;

/// <summary>One node of an <see cref="AlternatorTestCluster"/>: a listener of its own, which can crash, drain and come back.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing.")]
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

    /// <summary>Gets where the node listens for plain HTTP: <c>http://127.0.0.1:port/</c>.</summary>
    public Uri Address { get; }

    /// <summary>Gets where the node listens for TLS: <c>https://127.0.0.1:port/</c>.</summary>
    /// <exception cref="InvalidOperationException">The cluster was started without <see cref="AlternatorTestClusterOptions.Https"/>.</exception>
    public Uri HttpsAddress => new($"https://{_tlsEndPoint ?? throw CreateTlsDisabledException()}/");

    /// <summary>Gets or sets the certificate that the node presents in handshakes from now on. Open connections stay as they are.</summary>
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

    /// <summary>Gets how many TLS handshakes succeeded, as the node sees it: with TLS 1.3 a client may still turn down the node's certificate.</summary>
    public int TlsHandshakes => _tls?.Handshakes ?? 0;

    /// <summary>Gets how many of the <see cref="TlsHandshakes"/> took up an earlier session.</summary>
    /// <remarks>Nodes that present the same certificate take up each other's sessions, which real nodes do not.</remarks>
    public int ResumedTlsSessions => _tls?.Resumed ?? 0;

    /// <summary>Gets the node's IP address, under which its peers list it.</summary>
    public string Host { get; }

    /// <summary>Gets the node's datacenter.</summary>
    public string Datacenter { get; }

    /// <summary>Gets the node's rack.</summary>
    public string Rack { get; }

    /// <summary>Gets a value indicating whether the node listens.</summary>
    public bool IsRunning => _listeners.Length > 0;

    /// <summary>Gets or sets a value indicating whether <c>/localnodes</c> names this node, whichever node is asked.</summary>
    /// <remarks>Independent of whether it runs: peers list a node for a while that has crashed, or that has yet to open its port.</remarks>
    public bool IsListed
    {
        get => _isListed;
        set => _isListed = value;
    }

    /// <summary>Gets or sets the text that stands for this node in <c>/localnodes</c> instead of its address: an IPv6 address, a host id, nonsense.</summary>
    public string? ListedAs
    {
        get => _listedAs;
        set => _listedAs = value;
    }

    /// <summary>Gets or sets a value indicating whether this node sees only itself, like one that is disconnect off from its peers, and lists nobody else.</summary>
    public bool ListsOnlyItself
    {
        get => _listsOnlyItself;
        set => _listsOnlyItself = value;
    }

    /// <summary>Gets or sets the body with which this node answers <c>/localnodes</c>, whatever it is asked for and however wrong it is.</summary>
    public string? LocalNodesBody
    {
        get => _localNodesBody;
        set => _localNodesBody = value;
    }

    /// <summary>Gets the faults that requests to this node meet.</summary>
    public NodeFaults Faults { get; } = new();

    /// <summary>Gets what the node was asked, in order of arrival, as of now. Requests under way are among them.</summary>
    public IReadOnlyList<RecordedRequest> Requests => _journal.Snapshot();

    /// <summary>Gets how many operations (<c>POST /</c>) the node was asked for since it was created, or since <see cref="ClearRequests"/>.</summary>
    public int RequestCount => _journal.OperationCount;

    /// <summary>Gets how many connections the node has ever accepted.</summary>
    public int AcceptedConnections => Volatile.Read(ref _previouslyAccepted) + _listeners.Sum(static listener => listener.AcceptedConnections);

    /// <summary>Gets how many connections are open.</summary>
    public int OpenConnections => _listeners.Sum(static listener => listener.OpenConnections);

    /// <summary>Forgets <see cref="Requests"/> and <see cref="RequestCount"/>.</summary>
    public void ClearRequests() => _journal.Clear();

    /// <summary>Crashes the node: its port refuses connections and those that are open are reset. Its peers keep listing it.</summary>
    /// <remarks>They would for 20 seconds, until their failure detectors notice: set <see cref="IsListed"/> when that is to have happened.</remarks>
    public Task KillAsync() => StopAsync(static connection => connection.Reset());

    /// <summary>Drains the node, as a graceful shutdown does: first its port closes and open connections end without a response, then its peers take it off the list.</summary>
    public async Task DrainAsync()
    {
        await StopAsync(static connection => connection.ShutDown()).ConfigureAwait(false);
        IsListed = false;
    }

    /// <summary>Starts the node again on its address, and lists it. Its counters, its record and its faults are kept.</summary>
    /// <exception cref="InvalidOperationException">The node has left the cluster, or its address has been taken meanwhile.</exception>
    public async Task StartAsync()
    {
        await _transition.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_isRetired)
            {
                throw new InvalidOperationException($"The node {Address} has left the cluster for good. Add another one.");
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

    /// <summary>Stops the node for good; graceful, or like a crash.</summary>
    internal Task RetireAsync(bool graceful)
    {
        _isRetired = true;
        return graceful ? DrainAsync() : KillAsync();
    }

    private static InvalidOperationException CreateTlsDisabledException() => new("The cluster does not speak TLS: start it with Https = true.");

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
