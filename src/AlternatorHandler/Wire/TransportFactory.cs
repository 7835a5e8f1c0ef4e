using System.Diagnostics.CodeAnalysis;
using System.Net;
using AlternatorHandler.Wire.Tls;

namespace AlternatorHandler.Wire;

/// <summary>Makes a cluster's transport: one pool of connections for all its clients, for discovery and for probes.</summary>
internal static class TransportFactory
{
    /// <param name="options">The cluster's options.</param>
    /// <param name="wire">Changes what the wire options ask of the transport.</param>
    /// <param name="connecting">Told when a connection begins to open and when it is open.</param>
    /// <param name="timeProvider">The time that certificates are checked at.</param>
    public static SocketsHttpHandler Create(AlternatorOptions options, Action<SocketsHttpHandler> wire, Action<DnsEndPoint> connecting, TimeProvider timeProvider)
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
            connecting(context.DnsEndPoint);
            try
            {
                return await connector.ConnectAsync(context, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                connecting(context.DnsEndPoint);
            }
        };
        wire(handler);
        transport.GetConfigure()?.Invoke(handler);
        return handler;
    }
}

/// <summary>Hands a cluster's one transport to the handler chains of many clients, which come and go: disposing a chain leaves the connections open.</summary>
internal sealed class SharedTransport(HttpMessageHandler transport) : DelegatingHandler(transport)
{
    [SuppressMessage("Usage", "CA2215", Justification = "The cluster owns the transport.")]
    protected override void Dispose(bool disposing)
    {
    }
}
