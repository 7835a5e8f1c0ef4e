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

        // Given a connection without TLS, SocketsHttpHandler performs the handshake itself, but for the host of the request and without regard to TargetHost.
        // That host can't be read here: the request that caused the connection may have used another connection, and may have changed since.
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
                // By this type SocketsHttpHandler distinguishes a failed handshake (SecureConnectionError) from a failed connection.
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
                // ScyllaDB does not enable keep-alive on its side. Without it, a node that lost power is detected only by the next request.
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
                socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, (int)options.TcpKeepAliveTime.TotalSeconds);
                socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, (int)options.TcpKeepAliveInterval.TotalSeconds);
                socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, options.TcpKeepAliveRetryCount);
            }

            await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);

            // SocketsHttpHandler reads this property as well. If the node has reset the connection by then, the exception would reach the caller unwrapped. The socket caches the value once it is read.
            _ = socket.RemoteEndPoint;
            return new NodeStream(socket, new UriBuilder(isHttps ? Uri.UriSchemeHttps : Uri.UriSchemeHttp, endPoint.Host, endPoint.Port).Uri);
        }
        catch (Exception exception)
        {
            socket.Dispose();
            if (exception is OperationCanceledException && cancellationToken.IsCancellationRequested)
            {
                // SocketsHttpHandler has one time limit for the connection and the handshake, and replaces the exception that ends them with its own, which has that exception as a cause.
                // The cause distinguishes an unreachable node from a node that accepts the connection but does not complete the handshake.
                throw new SocketException((int)SocketError.TimedOut);
            }

            throw;
        }
    }
}
