using System.Net;
using System.Net.Sockets;

namespace AlternatorHandler.Wire;

/// <summary>Makes a cluster's transport: one pool of connections for all its clients, for discovery and for probes.</summary>
internal static class TransportFactory
{
    /// <param name="connecting">Told when a connection begins to open and when it is open.</param>
    public static SocketsHttpHandler Create(Action<DnsEndPoint> connecting) => new()
    {
        // A silent node must fail before the caller's patience ends; .NET's default is to wait for ever.
        ConnectTimeout = TimeSpan.FromSeconds(2),

        // Alternator never closes an idle connection; load balancers and NATs on the way do, the first of them after 350 s.
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5),

        // The targets are addresses, not names: there is no DNS answer to go stale.
        PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectCallback = async (context, cancellationToken) =>
        {
            connecting(context.DnsEndPoint);
            try
            {
                return await ConnectAsync(context, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                connecting(context.DnsEndPoint);
            }
        },
    };

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // ScyllaDB sets none of its own: without it a peer that lost power is noticed by the next request only.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 30);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 5);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
