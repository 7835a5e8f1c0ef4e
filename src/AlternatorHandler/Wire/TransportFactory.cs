using System.Net;
using AlternatorHandler.Wire.Tls;

namespace AlternatorHandler.Wire;

/// <summary>Creates the transport of a cluster: one connection pool for all clients, discovery and probes.</summary>
internal static class TransportFactory
{
    /// <summary>Creates the transport.</summary>
    /// <param name="options">The cluster's options.</param>
    /// <param name="configure">Applies the wire options to the transport.</param>
    /// <param name="connectionChanged">Called when a connection begins to open, and again when it is open or has failed.</param>
    /// <param name="timeProvider">The time source for the validation of certificates.</param>
    public static SocketsHttpHandler Create(AlternatorOptions options, Action<SocketsHttpHandler> configure, Action<DnsEndPoint> connectionChanged, TimeProvider timeProvider)
    {
        var transport = options.Transport;
        var isHttps = options.Seeds[0].Scheme == Uri.UriSchemeHttps;
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = transport.ConnectTimeout,
            PooledConnectionIdleTimeout = transport.PooledConnectionIdleTimeout,
            PooledConnectionLifetime = transport.PooledConnectionLifetime,
            MaxConnectionsPerServer = transport.MaxConnectionsPerServer,
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
        };
        if (isHttps)
        {
            handler.SslOptions = TlsSettings.Create(options.Tls, timeProvider);
        }

        var connector = new NodeConnector(transport, isHttps, handler);
        handler.ConnectCallback = async (context, cancellationToken) =>
        {
            connectionChanged(context.DnsEndPoint);
            try
            {
                return await connector.ConnectAsync(context, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                connectionChanged(context.DnsEndPoint);
            }
        };
        configure(handler);
        transport.ConfigureSocketsHttpHandler?.Invoke(handler);
        return handler;
    }
}
