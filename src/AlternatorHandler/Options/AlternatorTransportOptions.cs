using AlternatorHandler.Options;

namespace AlternatorHandler;

/// <summary>Options for the connections to the nodes.</summary>
public sealed class AlternatorTransportOptions
{
    /// <summary>Gets or sets the timeout for connecting to a node, including the TLS handshake.</summary>
    /// <value>The default value is 2 seconds. It must be between 10 milliseconds and 1 minute.</value>
    /// <remarks>A request whose connection is not established in time is moved to another node.</remarks>
    [Between("00:00:00.01", "00:01:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets or sets how long a connection can be idle before it is closed.</summary>
    /// <value>
    /// The default value is 5 minutes: Alternator never closes an idle connection, but network load balancers do, the earliest after 350 seconds.
    /// It must be between 1 second and 1 day.
    /// </value>
    [Between("00:00:01", "1.00:00:00")]
    public TimeSpan PooledConnectionIdleTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets or sets the age at which a connection is replaced.</summary>
    /// <value>The default value is <see cref="Timeout.InfiniteTimeSpan"/>: never. Otherwise it must be between 1 second and 365 days.</value>
    public TimeSpan PooledConnectionLifetime { get; set; } = Timeout.InfiniteTimeSpan;

    /// <summary>Gets or sets the maximum number of open connections to one node.</summary>
    /// <value>The default value is <see cref="int.MaxValue"/>: as many as there are concurrent requests. It must be at least 1.</value>
    /// <remarks>A connection carries one request at a time. Requests above the limit wait, and their waiting time is measured as response time of the node.</remarks>
    [Between(1, int.MaxValue)]
    public int MaxConnectionsPerServer { get; set; } = int.MaxValue;

    /// <summary>Gets or sets the number of connections that are opened to a node before requests need them: at startup, and when the node is restored.</summary>
    /// <value>The default value is 0: requests open connections as they need them. It must be between 0 and 1,000, and not exceed <see cref="MaxConnectionsPerServer"/>.</value>
    /// <remarks>They are opened in the background by concurrent health probes, and no request waits for them. Like all connections, they are closed when they are idle.</remarks>
    [Between(0, 1_000)]
    public int WarmupConnections { get; set; }

    /// <summary>Gets or sets a value indicating whether TCP keep-alive is enabled, which detects dead peers on idle connections.</summary>
    /// <value>The default value is <see langword="true"/>.</value>
    public bool TcpKeepAlive { get; set; } = true;

    /// <summary>Gets or sets how long a connection is idle before TCP sends the first keep-alive probe.</summary>
    /// <value>The default value is 30 seconds. It must be between 1 second and 1 hour; fractions of a second are ignored.</value>
    [Between("00:00:01", "01:00:00")]
    public TimeSpan TcpKeepAliveTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets the interval between keep-alive probes that are not acknowledged.</summary>
    /// <value>The default value is 5 seconds. It must be between 1 second and 1 hour; fractions of a second are ignored.</value>
    [Between("00:00:01", "01:00:00")]
    public TimeSpan TcpKeepAliveInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets the number of unacknowledged keep-alive probes after which the connection is closed.</summary>
    /// <value>The default value is 3. It must be between 1 and 127.</value>
    [Between(1, 127)]
    public int TcpKeepAliveRetryCount { get; set; } = 3;

    /// <summary>Gets or sets a callback that configures the transport of the cluster after all options have been applied, and overrides them.</summary>
    /// <value>
    /// The default value is <see langword="null"/>. It cannot be set by configuration.
    /// It is called once, when the cluster is created, with the handler that owns all connections.
    /// </value>
    /// <remarks>
    /// A <see cref="SocketsHttpHandler.ConnectCallback"/> that is set here must implement TCP keep-alive and <see cref="AlternatorTlsOptions.ServerName"/> itself.
    /// </remarks>
    public Action<SocketsHttpHandler>? ConfigureSocketsHttpHandler { get; set; }
}
