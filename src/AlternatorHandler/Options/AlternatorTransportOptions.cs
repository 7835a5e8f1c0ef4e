using AlternatorHandler.Options;

namespace AlternatorHandler;

/// <summary>Says how connections to the nodes are made and kept.</summary>
public sealed class AlternatorTransportOptions
{
    private Action<SocketsHttpHandler>? _configure;

    /// <summary>Gets or sets how long connecting to a node may take, TLS included.</summary>
    /// <value>The default value is 2 seconds. It must be between 10 milliseconds and 1 minute.</value>
    /// <remarks>A request that did not get its connection in time moves to another node.</remarks>
    [Between("00:00:00.01", "00:01:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets or sets after how long without a request a connection is closed.</summary>
    /// <value>The default value is 5 minutes: Alternator never closes an idle connection, load balancers on the way do, the first of them after 350 s. It must be between 1 second and 1 day.</value>
    [Between("00:00:01", "1.00:00:00")]
    public TimeSpan PooledConnectionIdleTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets or sets the age at which a connection is replaced.</summary>
    /// <value>The default value is <see cref="Timeout.InfiniteTimeSpan"/>: never. Otherwise it must be between 1 second and 365 days.</value>
    public TimeSpan PooledConnectionLifetime { get; set; } = Timeout.InfiniteTimeSpan;

    /// <summary>Gets or sets how many connections may be open to one node.</summary>
    /// <value>The default value is <see cref="int.MaxValue"/>: as many as there are requests at a time. It must be at least 1.</value>
    /// <remarks>A connection carries one request at a time. Requests beyond the limit wait, and their wait counts as the node's time.</remarks>
    [Between(1, int.MaxValue)]
    public int MaxConnectionsPerServer { get; set; } = int.MaxValue;

    /// <summary>Gets or sets how many connections are opened to a node before requests need them: at start, and when it returns from being down.</summary>
    /// <value>The default value is 0: connections are opened by the first requests. It must be between 0 and 1,000, and not exceed <see cref="MaxConnectionsPerServer"/>.</value>
    /// <remarks>They are opened in the background, by health probes at one time; no request waits for them. Idle connections close as all do.</remarks>
    [Between(0, 1_000)]
    public int WarmupConnections { get; set; }

    /// <summary>Gets or sets a value indicating whether TCP notices by itself that a node is gone without a word.</summary>
    /// <value>The default value is <see langword="true"/>.</value>
    public bool TcpKeepAlive { get; set; } = true;

    /// <summary>Gets or sets after how long without traffic TCP asks whether the node is there.</summary>
    /// <value>The default value is 30 seconds. It must be between 1 second and 1 hour; fractions of a second are dropped.</value>
    [Between("00:00:01", "01:00:00")]
    public TimeSpan TcpKeepAliveTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets the time between two such questions while there is no answer.</summary>
    /// <value>The default value is 5 seconds. It must be between 1 second and 1 hour; fractions of a second are dropped.</value>
    [Between("00:00:01", "01:00:00")]
    public TimeSpan TcpKeepAliveInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets how many such questions remain unanswered before the connection is given up.</summary>
    /// <value>The default value is 3. It must be between 1 and 127.</value>
    [Between(1, 127)]
    public int TcpKeepAliveRetryCount { get; set; } = 3;

    /// <summary>Changes the cluster's transport after all options were applied: what is set here wins.</summary>
    /// <param name="configure">Receives the one handler of all connections, once, when the cluster is made.</param>
    /// <remarks>A <see cref="SocketsHttpHandler.ConnectCallback"/> set here has to care for TCP keep-alive and <see cref="AlternatorTlsOptions.ServerName"/> itself.</remarks>
    public void ConfigureSocketsHttpHandler(Action<SocketsHttpHandler> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        _configure += configure;
    }

    // No property: configuration would have to bind it.
    internal Action<SocketsHttpHandler>? GetConfigure() => _configure;
}
