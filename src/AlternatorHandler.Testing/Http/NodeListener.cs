using System.Collections.Concurrent;
using System.Net;
using AlternatorHandler.Testing.Tls;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AlternatorHandler.Testing.Http;

/// <summary>Listens on an address of a node, and serves the connections that it accepts, until it is stopped.</summary>
internal sealed class NodeListener : IDisposable
{
    // With a write buffer of one byte, a flush completes only when the socket has accepted the bytes, so that a following RST cannot overtake them.
    // With a small read buffer, a node that does not read soon stops its client from sending.
    private static readonly SocketTransportFactory Transport = new(
        Options.Create(new SocketTransportOptions
        {
            IOQueueCount = 0,
            UnsafePreferInlineScheduling = true,
            WaitForDataBeforeAllocatingBuffer = false,
            MaxReadBufferSize = 64 * 1024,
            MaxWriteBufferSize = 1,
        }),
        NullLoggerFactory.Instance);

    private readonly IConnectionListener _listener;
    private readonly NodeTls? _tls;
    private readonly Func<HttpConnection, Task> _serve;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<HttpConnection, Task> _connections = new();
    private readonly Task _accepting;
    private volatile Action<HttpConnection>? _disconnect;
    private int _accepted;

    private NodeListener(IConnectionListener listener, NodeTls? tls, Func<HttpConnection, Task> serve)
    {
        _listener = listener;
        _tls = tls;
        _serve = serve;
        _accepting = AcceptAsync();
    }

    public int AcceptedConnections => Volatile.Read(ref _accepted);

    public int OpenConnections => _connections.Count;

    /// <exception cref="AddressInUseException">Another socket listens on the address.</exception>
    public static async Task<NodeListener> BindAsync(IPEndPoint address, NodeTls? tls, Func<HttpConnection, Task> serve)
    {
        try
        {
            return new NodeListener(await Transport.BindAsync(address).ConfigureAwait(false), tls, serve);
        }
        catch (AddressInUseException error)
        {
            throw new AddressInUseException($"The node cannot listen on {address}: the address is in use.", error);
        }
    }

    /// <summary>Closes the listener, disconnects all connections, and waits until they have ended.</summary>
    public async Task StopAsync(Action<HttpConnection> disconnect)
    {
        _disconnect = disconnect;
        await _listener.UnbindAsync().ConfigureAwait(false);
        foreach (var connection in _connections.Keys)
        {
            disconnect(connection);
        }

        // This comes last, because a waiting request would otherwise close its connection before it is disconnected.
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _accepting.ConfigureAwait(false);
        await Task.WhenAll(_connections.Values).ConfigureAwait(false);
        await _listener.DisposeAsync().ConfigureAwait(false);
    }

    public void Dispose() => _stopping.Dispose();

    private async Task AcceptAsync()
    {
        while (await _listener.AcceptAsync().ConfigureAwait(false) is { } accepted)
        {
            Interlocked.Increment(ref _accepted);
            var connection = new HttpConnection(accepted, _tls, _stopping.Token);
            var registered = new TaskCompletionSource();
            _connections[connection] = ServeAsync(connection, registered.Task);
            if (_disconnect is { } disconnect)
            {
                disconnect(connection);
            }

            registered.SetResult();
        }
    }

    private async Task ServeAsync(HttpConnection connection, Task registered)
    {
        await registered.ConfigureAwait(false);
        await Task.Yield();
        try
        {
            await _serve(connection).ConfigureAwait(false);
        }
        finally
        {
            _connections.TryRemove(connection, out _);
        }
    }
}
