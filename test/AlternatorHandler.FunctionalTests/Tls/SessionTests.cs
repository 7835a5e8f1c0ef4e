using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using AlternatorHandler.Testing;

namespace AlternatorHandler.FunctionalTests.Tls;

/// <summary>Versions and sessions of TLS.</summary>
public sealed class SessionTests
{
    [TestCase(true, SslProtocols.Tls13)]
    [TestCase(true, SslProtocols.Tls12)]
    [TestCase(false, SslProtocols.Tls13)]
    [TestCase(false, SslProtocols.Tls12)]
    public async Task New_connections_take_up_the_session_of_an_earlier_one_if_they_may(bool isAllowed, SslProtocols protocol)
    {
        await using var cluster = await TlsTest.StartAsync(options => (options.NodeCount, options.TlsProtocols) = (1, protocol));
        var name = $"{Guid.NewGuid():N}.test";
        cluster[0].Certificate = cluster.CertificateAuthority.Issue(name);
        await using var client = TlsTest.Client(cluster, options =>
        {
            options.Tls.ServerName = name;
            options.Tls.AllowSessionResumption = isAllowed;
        });
        await client.DynamoDB.ListTablesAsync();
        var before = cluster[0].TlsHandshakes;
        await OpenMoreConnectionsAsync(cluster[0], client);

        Assert.That(cluster[0].TlsHandshakes, Is.GreaterThan(before));
        Assert.That(cluster[0].ResumedTlsSessions, isAllowed ? Is.GreaterThan(0) : Is.Zero);
    }

    [Test]
    public async Task A_session_is_taken_up_with_a_client_certificate_as_well()
    {
        await using var cluster = await TlsTest.StartAsync(options => (options.NodeCount, options.ClientCertificates) = (1, ClientCertificateDemand.Required));
        var name = $"{Guid.NewGuid():N}.test";
        cluster[0].Certificate = cluster.CertificateAuthority.Issue(name);
        var me = cluster.CertificateAuthority.IssueClient("alternator");
        await using var client = TlsTest.Client(cluster, options =>
        {
            options.Tls.ServerName = name;
            options.Tls.UseClientCertificate(me.Certificate);
        });
        await client.DynamoDB.ListTablesAsync();
        await OpenMoreConnectionsAsync(cluster[0], client);

        Assert.That(cluster[0].ResumedTlsSessions, Is.GreaterThan(0));
        Assert.That(TlsTest.Requests(cluster).Select(request => request.Tls!.ClientSubject), Is.All.EqualTo("CN=alternator"));
    }

    [Test]
    public async Task A_TLS_version_below_the_minimum_is_not_used()
    {
        await using var cluster = await TlsTest.StartAsync(options => options.TlsProtocols = SslProtocols.Tls12);
        await using var client = TlsTest.Client(cluster, options => options.Tls.MinimumVersion = SslProtocols.Tls13);

        var failure = await Failure.OfAsync(() => client.DynamoDB.ListTablesAsync());

        Assert.That(failure.Message, Does.Contain("TLS handshake failed: the node sent the alert 'protocol version'"));
    }

    [TestCase(SslProtocols.Tls12)]
    [TestCase(SslProtocols.Tls13)]
    public async Task A_TLS_version_at_or_above_the_minimum_is_used(SslProtocols spoken)
    {
        await using var cluster = await TlsTest.StartAsync(options => options.TlsProtocols = spoken);
        await using var client = TlsTest.Client(cluster, options => options.Tls.MinimumVersion = SslProtocols.Tls12);

        await client.DynamoDB.ListTablesAsync();

        Assert.That(TlsTest.Requests(cluster).Select(request => request.Tls!.Protocol), Is.All.EqualTo(spoken));
    }

    [TestCase(null)]
    [TestCase(TestCertificateAuthority.ServiceName)]
    public async Task Nodes_that_hang_up_in_the_handshake_are_named(string? serverName)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var seed = new Uri($"https://{listener.LocalEndpoint}");
        var hangingUp = HangUpAsync(listener);
        await using var client = TestClient.OfSeed(seed, options => options.Tls.ServerName = serverName);

        var failure = await Failure.OfAsync(() => client.DynamoDB.ListTablesAsync());
        listener.Stop();
        await hangingUp;

        Assert.That(failure.Message, Does.Match($"{seed.Authority} Down for \\d+ s \\(TLS handshake failed: (the node closed the connection|connection reset)\\)"));
    }

    public static IEnumerable<Fault> Faults() => [Fault.LostReply, Fault.ResetBeforeBody, Fault.CloseBeforeReply, Fault.TruncatedBody, Fault.Garbage];

    [TestCaseSource(nameof(Faults))]
    public async Task Faults_meet_requests_over_TLS_as_over_plain_connections(Fault fault)
    {
        await using var cluster = await TlsTest.StartAsync();
        await using var client = TlsTest.Client(cluster);
        await client.DynamoDB.ListTablesAsync();
        foreach (var node in cluster.Nodes)
        {
            node.ClearRequests();
            node.Faults.Next(1, fault);
        }

        for (var i = 0; i < 3; i++)
        {
            await client.DynamoDB.ListTablesAsync();
        }

        Assert.That(TlsTest.Operations(cluster).Select(request => request.Fault), Is.EquivalentTo(new[] { fault.Name, fault.Name, fault.Name, null, null, null }));
    }

    /// <summary>Keeps requests so long that each needs a connection of its own.</summary>
    private static async Task OpenMoreConnectionsAsync(AlternatorTestNode node, TestClient client)
    {
        node.Faults.Always(Fault.Delay(200.Milliseconds()));
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => client.DynamoDB.ListTablesAsync()));
    }

    private static async Task HangUpAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                using var connection = await listener.AcceptSocketAsync();
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Stopped, while it waited or between two connections.
        }
    }
}
