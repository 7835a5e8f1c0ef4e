using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using AlternatorHandler.Wire.Tls;

namespace AlternatorHandler.Wire;

/// <summary>Opens connections to nodes.</summary>
internal sealed class NodeConnector(AlternatorTransportOptions options, bool isHttps, SocketsHttpHandler handler)
{
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);

        // SocketsHttpHandler makes the handshake itself if it gets a connection without TLS, but always for the host of the request, whatever TargetHost says.
        // That host can't be read here: the request that wanted the connection may have been served by another one and be changed by now.
        return isHttps && handler.SslOptions.TargetHost is { Length: > 0 }
            ? await SecureAsync(connection, handler.SslOptions, cancellationToken).ConfigureAwait(false)
            : connection;
    }

    private static async ValueTask<Stream> SecureAsync(Stream connection, SslClientAuthenticationOptions settings, CancellationToken cancellationToken)
    {
        var secured = new SslStream(connection);
        try
        {
            await secured.AuthenticateAsClientAsync(settings, cancellationToken).ConfigureAwait(false);
            return secured;
        }
        catch (Exception exception)
        {
            await secured.DisposeAsync().ConfigureAwait(false);
            if (exception is IOException)
            {
                // By this type SocketsHttpHandler tells a failed handshake (SecureConnectionError) from a failed connection.
                throw new AuthenticationException(exception.Message, exception);
            }

            throw;
        }
    }

    private async ValueTask<NodeStream> ConnectAsync(System.Net.DnsEndPoint endPoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (options.TcpKeepAlive)
            {
                // ScyllaDB sets none of its own: without it a peer that lost power is noticed by the next request only.
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
                socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, (int)options.TcpKeepAliveTime.TotalSeconds);
                socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, (int)options.TcpKeepAliveInterval.TotalSeconds);
                socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, options.TcpKeepAliveRetryCount);
            }

            await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);

            // SocketsHttpHandler reads it as well, where an exception, because the peer has reset the connection meanwhile, would get out as it is. The socket keeps what it has read.
            _ = socket.RemoteEndPoint;
            return new NodeStream(socket, new UriBuilder(isHttps ? Uri.UriSchemeHttps : Uri.UriSchemeHttp, endPoint.Host, endPoint.Port).Uri);
        }
        catch (Exception exception)
        {
            socket.Dispose();
            if (exception is OperationCanceledException && cancellationToken.IsCancellationRequested)
            {
                // SocketsHttpHandler has one time limit for the connection and the handshake, and drops this exception for one of its own. It keeps what caused it:
                // by that a node that can't be reached is told from one that accepts a connection and does not shake hands.
                throw new SocketException((int)SocketError.TimedOut);
            }

            throw;
        }
    }
}
