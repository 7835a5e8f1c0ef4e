using AlternatorHandler.Testing.Cluster;
using Microsoft.AspNetCore.Connections;

namespace AlternatorHandler.Testing;

/// <summary>Represents a ScyllaDB Alternator cluster for tests. Its nodes listen on loopback addresses, behave on the wire as real nodes do, and fail on command.</summary>
/// <remarks>
/// The first node listens on <c>127.0.0.1</c>, the next one on <c>127.0.0.2</c>. Linux and Windows accept connections on all of <c>127.0.0.0/8</c>;
/// macOS needs an alias for each address but the first.
/// </remarks>
/// <example>
/// <code>
/// await using var cluster = await AlternatorTestCluster.StartAsync(options => options.NodeCount = 3);
/// cluster[0].Faults.Next(1, Fault.LostReply);
/// await cluster[1].KillAsync();
/// </code>
/// </example>
public sealed class AlternatorTestCluster : IAsyncDisposable
{
    private readonly ClusterState _state;
    private readonly SemaphoreSlim _membership = new(1, 1);
    private int _created;
    private int _nextHost;
    private bool _isDisposed;

    private AlternatorTestCluster(ClusterState state, int port, int httpsPort)
    {
        _state = state;
        _nextHost = state.Options.FirstHost;
        Port = port;
        HttpsPort = httpsPort;
    }

    /// <summary>Gets the members of the cluster in order of creation, both running and stopped.</summary>
    public IReadOnlyList<AlternatorTestNode> Nodes => _state.Members;

    /// <summary>Gets the port for plain HTTP, which all nodes share.</summary>
    public int Port { get; }

    /// <summary>Gets the port for HTTPS, which all nodes share, or 0 without <see cref="AlternatorTestClusterOptions.Https"/>.</summary>
    public int HttpsPort { get; }

    /// <summary>Gets the certificate authority that issued the certificates of the nodes and that the nodes trust for client certificates.</summary>
    /// <exception cref="InvalidOperationException">The cluster was started without <see cref="AlternatorTestClusterOptions.Https"/>.</exception>
    public TestCertificateAuthority CertificateAuthority =>
        _state.Authority ?? throw new InvalidOperationException("TLS is not enabled for this cluster. Set AlternatorTestClusterOptions.Https to true.");

    /// <summary>Gets the addresses of the <see cref="Nodes"/> for HTTPS.</summary>
    /// <exception cref="InvalidOperationException">The cluster was started without <see cref="AlternatorTestClusterOptions.Https"/>.</exception>
    public IReadOnlyList<Uri> HttpsAddresses => [.. Nodes.Select(static node => node.HttpsAddress)];

    /// <summary>Gets the addresses of the <see cref="Nodes"/> for plain HTTP.</summary>
    public IReadOnlyList<Uri> Addresses => [.. Nodes.Select(static node => node.Address)];

    /// <summary>Gets the node at an index of <see cref="Nodes"/>.</summary>
    /// <param name="index">The zero-based index.</param>
    public AlternatorTestNode this[int index] => Nodes[index];

    /// <summary>Starts a cluster with all of its nodes listening.</summary>
    /// <param name="configure">A callback that sets the options.</param>
    /// <param name="cancellationToken">A token to cancel the start.</param>
    /// <exception cref="InvalidOperationException">The given port is in use, or no port was found that is free on the addresses of all nodes.</exception>
    public static async Task<AlternatorTestCluster> StartAsync(Action<AlternatorTestClusterOptions>? configure = null, CancellationToken cancellationToken = default)
    {
        var options = new AlternatorTestClusterOptions();
        configure?.Invoke(options);
        options.Validate();
        for (var attempt = 1; ; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var cluster = new AlternatorTestCluster(
                new ClusterState(options),
                options.Port == 0 ? FreePort.Pick() : options.Port,
                !options.Https ? 0 : options.HttpsPort == 0 ? FreePort.Pick() : options.HttpsPort);
            try
            {
                await cluster.StartNodesAsync(options.NodeCount, cancellationToken).ConfigureAwait(false);
                return cluster;
            }
            catch (Exception error)
            {
                await cluster.DisposeAsync().ConfigureAwait(false);
                var isPicked = options.Port == 0 || (options.Https && options.HttpsPort == 0);
                if (error is not AddressInUseException || !isPicked || attempt == FreePort.Attempts)
                {
                    throw;
                }
            }
        }
    }

    /// <summary>Adds a node on the next free address. The node is listening and listed when the method returns.</summary>
    /// <param name="datacenter">The datacenter of the node. By default, the options determine it.</param>
    /// <param name="rack">The rack of the node. By default, the options determine it.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async Task<AlternatorTestNode> AddNodeAsync(string? datacenter = null, string? rack = null, CancellationToken cancellationToken = default)
    {
        await _membership.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return await StartNodeAsync(datacenter, rack).ConfigureAwait(false);
                }
                catch (AddressInUseException) when (attempt < FreePort.Attempts)
                {
                    // Another cluster uses this address. The next one may be free.
                    cancellationToken.ThrowIfCancellationRequested();
                }
            }
        }
        finally
        {
            _membership.Release();
        }
    }

    /// <summary>Decommissions a node: removes it from <c>/localnodes</c> first, then closes its port permanently.</summary>
    /// <param name="node">A member of this cluster.</param>
    public async Task RemoveNodeAsync(AlternatorTestNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        await _membership.WaitAsync().ConfigureAwait(false);
        try
        {
            if (!Nodes.Contains(node))
            {
                throw new ArgumentException($"Node {node} is not a member of this cluster.", nameof(node));
            }

            _state.Members = [.. Nodes.Where(member => member != node)];
            node.IsListed = false;
            await node.RetireAsync(graceful: true).ConfigureAwait(false);
        }
        finally
        {
            _membership.Release();
        }
    }

    /// <summary>Stops all nodes immediately, and resets their open connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _membership.WaitAsync().ConfigureAwait(false);
        try
        {
            _isDisposed = true;
            await Task.WhenAll(Nodes.Select(static node => node.RetireAsync(graceful: false))).ConfigureAwait(false);
            _state.Dispose();
        }
        finally
        {
            _membership.Release();
        }
    }

    private async Task StartNodesAsync(int count, CancellationToken cancellationToken)
    {
        for (var i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await StartNodeAsync(null, null).ConfigureAwait(false);
        }
    }

    private async Task<AlternatorTestNode> StartNodeAsync(string? datacenter, string? rack)
    {
        var options = _state.Options;
        var placement = options.Placement?.Invoke(_created);
        datacenter ??= placement?.Datacenter ?? options.Datacenter;
        rack ??= placement?.Rack ?? options.Rack;
        var node = new AlternatorTestNode(_state, _nextHost++, Port, HttpsPort == 0 ? null : HttpsPort, datacenter, rack);
        await node.StartAsync().ConfigureAwait(false);
        _created++;
        _state.Members = [.. Nodes, node];
        return node;
    }
}
