using AlternatorHandler.Wire.Tls;

namespace AlternatorHandler.Wire;

/// <summary>Makes a cluster's transport: one pool of connections for all its clients, for discovery and for probes.</summary>
internal static class TransportFactory
{
    public static SocketsHttpHandler Create(AlternatorOptions options, TimeProvider timeProvider)
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

        handler.ConnectCallback = new NodeConnector(transport, isHttps, handler).ConnectAsync;
        transport.GetConfigure()?.Invoke(handler);
        return handler;
    }
}
