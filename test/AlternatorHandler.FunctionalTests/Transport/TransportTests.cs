using System.Net.Sockets;
using AlternatorHandler.Testing;

namespace AlternatorHandler.FunctionalTests.Transport;

/// <summary>How connections are made and kept.</summary>
public sealed class TransportTests
{
    [Test]
    public async Task No_more_connections_are_opened_than_are_allowed()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.NodeCount = 1);
        await using var client = TestClient.Of(cluster, options => options.Transport.MaxConnectionsPerServer = 2);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.DynamoDB.ListTablesAsync()));

        Assert.That(cluster[0].AcceptedConnections, Is.InRange(1, 2));
        Assert.That(cluster[0].RequestCount, Is.EqualTo(20));
    }

    [TestCase(1)]
    [TestCase(7)]
    public async Task Connections_are_opened_to_each_node_before_requests_need_them(int connections)
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(cluster, options => options.Transport.WarmupConnections = connections);

        await client.DynamoDB.ListTablesAsync();

        await Eventually.TrueAsync(() => cluster.Nodes.All(node => node.OpenConnections >= connections), 5.Seconds());
    }

    [Test]
    public async Task Requests_find_the_connections_that_were_opened_for_them()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => (options.NodeCount, options.Https) = (1, true));
        using var idle = new IdleConnections(cluster.HttpsPort);
        await using var client = TestClient.OfSeed(
            new Uri($"https://localhost:{cluster.HttpsPort}"),
            options =>
            {
                options.Tls.TrustCertificateAuthorities([cluster.CertificateAuthority.Certificate]);
                options.Transport.WarmupConnections = 8;
                options.Discovery.RefreshInterval = 600.Seconds();
                options.Discovery.IdleRefreshInterval = 600.Seconds();
                options.HealthProbe.Timeout = 20.Seconds();

                // Sixteen handshakes at once take their time on a busy machine, and one that is given up is not made again.
                options.Discovery.Timeout = 20.Seconds();
                options.Transport.ConnectTimeout = 20.Seconds();
            },
            credentials: Tls.TlsTest.SdkCredentials);
        await client.Cluster.RefreshAsync();

        // Eight to the node by its address, and eight to the seed by its name; the probes' may be among them.
        await Eventually.TrueAsync(() => idle.Count >= 16 && idle.Count == cluster[0].OpenConnections, 60.Seconds(), () => $"({idle.Count} idle, {cluster[0].OpenConnections} open, {cluster[0].AcceptedConnections} accepted)");
        await client.Cluster.RefreshAsync();
        await client.Cluster.RefreshAsync();
        var before = cluster[0].AcceptedConnections;

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => client.DynamoDB.ListTablesAsync()));

        Assert.That(cluster[0].AcceptedConnections, Is.EqualTo(before));
    }

    [Test]
    public async Task Warmed_up_connections_are_kept_however_long_the_rest_of_the_response_takes()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.NodeCount = 1);
        using var idle = new IdleConnections(cluster.Port);
        cluster[0].Faults.Always(Fault.Drip(bytes: 1, 200.Milliseconds()), FaultScope.Health);
        await using var client = TestClient.Of(cluster, options =>
        {
            options.Transport.WarmupConnections = 4;
            options.HealthProbe.Timeout = 60.Seconds();
        });

        await client.Cluster.RefreshAsync();

        await Eventually.TrueAsync(() => idle.Count >= 4, 60.Seconds(), () => $"({idle.Count} idle, {cluster[0].OpenConnections} open, {cluster[0].AcceptedConnections} accepted)");
    }

    [Test]
    public async Task A_node_that_returns_gets_its_connections_before_its_full_share()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(cluster, options =>
        {
            options.Transport.WarmupConnections = 5;
            options.HealthProbe.Interval = 50.Milliseconds();
        });
        await client.DynamoDB.ListTablesAsync();
        await cluster[1].KillAsync();

        // Until one of them meets it: which nodes a handful of requests go to is chance.
        await using var load = Workers.Start(2, _ => client.DynamoDB.ListTablesAsync());
        await client.WaitForStateAsync(cluster[1], AlternatorNodeState.Down, 20.Seconds());
        await load.StopAsync();

        await cluster[1].StartAsync();

        await client.WaitForStateAsync(cluster[1], AlternatorNodeState.Probation, 20.Seconds());
        await Eventually.TrueAsync(() => cluster[1].OpenConnections >= 5, 20.Seconds());
    }

    [Test]
    public async Task Without_warm_up_a_node_is_connected_to_by_its_probe_alone()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(cluster);

        await client.DynamoDB.ListTablesAsync();

        Assert.That(cluster[2].AcceptedConnections, Is.LessThanOrEqualTo(1));
    }

    [Test]
    public async Task What_is_configured_on_the_transport_itself_comes_last()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        var before = (TimeSpan.Zero, 0);
        var connected = 0;
        await using var client = TestClient.Of(cluster, options =>
        {
            options.Transport.ConnectTimeout = 3.Seconds();
            options.Transport.MaxConnectionsPerServer = 9;
            options.Transport.ConfigureSocketsHttpHandler = handler =>
            {
                before = (handler.ConnectTimeout, handler.MaxConnectionsPerServer);
                var connect = handler.ConnectCallback!;
                handler.ConnectCallback = (context, cancellationToken) =>
                {
                    Interlocked.Increment(ref connected);
                    return connect(context, cancellationToken);
                };
            };
        });

        await client.DynamoDB.ListTablesAsync();

        Assert.That(before, Is.EqualTo((3.Seconds(), 9)));
        Assert.That(connected, Is.GreaterThanOrEqualTo(3));
    }

    [Test]
    public async Task A_connection_that_is_reset_as_soon_as_it_is_open_is_a_failure_of_its_node()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.NodeCount = 1);
        var isReset = false;
        await using var client = TestClient.Of(cluster, options =>
        {
            options.Discovery.Enabled = false;
            options.Retry.MaxAttempts = 1;
            options.Transport.ConfigureSocketsHttpHandler = handler =>
            {
                handler.PooledConnectionLifetime = TimeSpan.Zero;
                var connect = handler.ConnectCallback!;
                handler.ConnectCallback = async (context, cancellationToken) =>
                {
                    var stream = (NetworkStream)await connect(context, cancellationToken);
                    if (isReset)
                    {
                        await cluster[0].KillAsync();
                        await Eventually.TrueAsync(() => stream.Socket.Poll(0, SelectMode.SelectError) || stream.Socket.Poll(0, SelectMode.SelectRead), 20.Seconds());
                    }

                    return stream;
                };
            };
        });
        await client.Cluster.RefreshAsync();
        isReset = true;

        var failure = await Failure.OfAsync(() => client.DynamoDB.ListTablesAsync());

        Assert.That(failure, Is.InstanceOf<HttpRequestException>());
        Assert.That(failure.Message, Does.Contain(cluster[0].Host));
    }

    [Test]
    public async Task A_connection_is_replaced_at_its_age()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.NodeCount = 1);
        await using var client = TestClient.Of(cluster, options =>
        {
            options.Discovery.Enabled = false;
            options.Transport.PooledConnectionLifetime = 1.Seconds();
        });
        await client.DynamoDB.ListTablesAsync();
        var before = cluster[0].AcceptedConnections;

        await Eventually.TrueAsync(
            () =>
            {
                _ = client.DynamoDB.ListTablesAsync();
                return cluster[0].AcceptedConnections > before;
            },
            5.Seconds());
        await Eventually.TrueAsync(() => client.Cluster.Nodes.All(node => node.InFlight == 0), 5.Seconds());
    }
}
