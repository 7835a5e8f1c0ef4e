using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace AlternatorHandler.Testing.Tests;

public class TlsTests
{
    [Test]
    public async Task HTTP_and_HTTPS_are_open_at_the_same_time_on_ports_that_all_nodes_share()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.Https = true);
        using var http = Client(cluster);

        foreach (var node in cluster.Nodes)
        {
            Assert.That(await http.GetStringAsync(node.Address), Is.EqualTo($"healthy: {node.Host}:{cluster.Port}"));
            Assert.That(await http.GetStringAsync(node.HttpsAddress), Is.EqualTo($"healthy: {node.Host}:{cluster.HttpsPort}"));
            Assert.That(node.Requests.Select(request => request.Tls is null), Is.EqualTo([true, false]));
            Assert.That(node.TlsHandshakes, Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Plain_HTTP_can_be_disabled()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => (options.Https, options.Http, options.NodeCount) = (true, false, 1));
        using var http = Client(cluster);

        Assert.That(() => http.GetStringAsync(cluster[0].Address), Throws.InstanceOf<HttpRequestException>().With.Property("HttpRequestError").EqualTo(HttpRequestError.ConnectionError));
        Assert.That(await http.GetStringAsync(cluster[0].HttpsAddress), Does.StartWith("healthy"));
    }

    [TestCase("alternator.test", "alternator.test")]
    [TestCase("localhost", "localhost")]
    [TestCase(null, null)]
    public async Task The_server_name_that_a_client_requests_is_recorded(string? host, string? expected)
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => (options.Https, options.NodeCount) = (true, 1));
        using var http = Client(cluster);
        using var request = new HttpRequestMessage(HttpMethod.Get, cluster[0].HttpsAddress) { Headers = { Host = host } };

        using var response = await http.SendAsync(request);

        Assert.That(cluster[0].Requests[0].Tls, Has.Property("ServerName").EqualTo(expected).And.Property("ClientSubject").Null);
    }

    [Test]
    public async Task The_certificate_of_a_running_node_can_be_changed()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.Https = true);
        using var http = Client(cluster);
        cluster[1].Certificate = cluster.CertificateAuthority.Issue(cluster[0].Host);

        Assert.That(() => http.GetStringAsync(cluster[1].HttpsAddress), Throws.InstanceOf<HttpRequestException>().With.InnerException.Message.Contains("RemoteCertificateNameMismatch"));
        Assert.That(await http.GetStringAsync(cluster[0].HttpsAddress), Does.StartWith("healthy"));
        cluster[1].Certificate = cluster.CertificateAuthority.IssueThroughIntermediate(cluster[1].Host);
        Assert.That(await http.GetStringAsync(cluster[1].HttpsAddress), Does.StartWith("healthy"));
    }

    [Test]
    public async Task Plain_text_on_the_HTTPS_port_ends_the_connection_without_a_response()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => (options.Https, options.NodeCount) = (true, 1));
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(cluster[0].Host, cluster.HttpsPort);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());

        var response = new byte[100];
        var length = await stream.ReadAtLeastAsync(response, response.Length, throwOnEndOfStream: false);

        Assert.That(response.AsSpan(0, length).IndexOf("HTTP"u8), Is.EqualTo(-1));
        Assert.That(cluster[0].Requests, Is.Empty);
    }

    [Test]
    public async Task A_crash_resets_connections_over_TLS()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => (options.Https, options.NodeCount) = (true, 1));
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(cluster[0].Host, cluster.HttpsPort);
        await using var stream = new SslStream(new NetworkStream(socket));
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = TestCertificateAuthority.ServiceName, CertificateChainPolicy = Trust(cluster) });
        await Eventually.TrueAsync(() => cluster[0].TlsHandshakes == 1, within: 10.Seconds(), what: "the handshake is done");
        var reading = stream.ReadAsync(new byte[1]).AsTask();

        await cluster[0].KillAsync();

        Assert.That(() => reading, Throws.InstanceOf<IOException>().With.InnerException.Property("SocketErrorCode").EqualTo(SocketError.ConnectionReset));
    }

    [TestCase(ClientCertificateDemand.None, null, true)]
    [TestCase(ClientCertificateDemand.None, "stranger", true)]
    [TestCase(ClientCertificateDemand.Optional, null, true)]
    [TestCase(ClientCertificateDemand.Optional, "alternator", true)]
    [TestCase(ClientCertificateDemand.Optional, "stranger", false)]
    [TestCase(ClientCertificateDemand.Required, null, false)]
    [TestCase(ClientCertificateDemand.Required, "alternator", true)]
    [TestCase(ClientCertificateDemand.Required, "stranger", false)]
    public async Task Clients_are_accepted_or_rejected_by_their_certificate(ClientCertificateDemand demand, string? who, bool isAccepted)
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => (options.Https, options.NodeCount, options.ClientCertificates) = (true, 1, demand));
        using var stranger = new TestCertificateAuthority("Unknown CA");
        var certificate = who switch
        {
            null => null,
            "stranger" => stranger.IssueClient("alternator"),
            _ => cluster.CertificateAuthority.IssueClient(who),
        };
        using var http = Client(cluster, certificate);

        if (isAccepted)
        {
            await http.GetStringAsync(cluster[0].HttpsAddress);
            var subject = demand == ClientCertificateDemand.None || who is null ? null : $"CN={who}";
            Assert.That(cluster[0].Requests.Single().Tls!.ClientSubject, Is.EqualTo(subject));
        }
        else
        {
            Assert.That(() => http.GetStringAsync(cluster[0].HttpsAddress), Throws.InstanceOf<HttpRequestException>());
            Assert.That(cluster[0].Requests, Is.Empty);
        }
    }

    [Test]
    public void A_certificate_of_an_intermediate_authority_never_outlives_its_issuer()
    {
        using var authority = new TestCertificateAuthority();
        var start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(1.1))
        {
            var made = authority.IssueThroughIntermediate("alternator.test");
            Assert.That(made.Certificate.NotAfter, Is.LessThanOrEqualTo(made.Intermediates[0].NotAfter));
        }
    }

    [Test]
    public void A_cluster_without_HTTP_and_HTTPS_is_rejected()
    {
        Assert.That(() => AlternatorTestCluster.StartAsync(options => options.Http = false), Throws.ArgumentException.With.Message.Contains("Http"));
    }

    private static HttpClient Client(AlternatorTestCluster cluster, TestCertificate? certificate = null)
    {
        return new HttpClient(new SocketsHttpHandler
        {
            PooledConnectionLifetime = TimeSpan.Zero,
            SslOptions = new()
            {
                CertificateChainPolicy = Trust(cluster),
                ClientCertificateContext = certificate is null ? null : SslStreamCertificateContext.Create(certificate.Certificate, [], offline: true),
            },
        });
    }

    private static X509ChainPolicy Trust(AlternatorTestCluster cluster)
    {
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(cluster.CertificateAuthority.Certificate);
        return trust;
    }
}
