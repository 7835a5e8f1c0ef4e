using System.Net.Security;
using AlternatorHandler.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace AlternatorHandler.FunctionalTests.Tls;

/// <summary>What becomes of a node whose certificate is not to be trusted.</summary>
public sealed class ServerCertificateTests
{
    private static readonly TestCertificateAuthority Stranger = new("Stranger");

    public static IEnumerable<TestCaseData> BadCertificates()
    {
        yield return Case("expired", (authority, host) => authority.IssueExpired(host), @"the certificate has expired \(\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ\)");
        yield return Case("wrong_name", (authority, _) => authority.Issue("wrong.test"), "the certificate is for wrong\\.test, not for 127\\.0\\.0\\.\\d");
        yield return Case("unknown_authority", (_, host) => Stranger.Issue(host), "the certificate was issued by 'CN=Stranger', which does not chain to a trusted authority");
        yield return Case("self_signed", (_, host) => TestCertificateAuthority.SelfSigned(host), "the certificate is self-signed and not trusted");
        yield return Case(
            "expired_and_wrong_name",
            (authority, _) => authority.IssueExpired("wrong.test"),
            @"the certificate has expired \([^)]*\), and the certificate is for wrong\.test, not for 127\.0\.0\.\d");
    }

    [TestCaseSource(nameof(BadCertificates))]
    public async Task One_node_with_a_bad_certificate_gets_nothing_and_the_others_serve(Func<TestCertificateAuthority, string, TestCertificate> make, string words)
    {
        await using var cluster = await TlsTest.StartAsync();
        await using var client = TlsTest.Client(cluster);
        var bad = cluster[1];
        bad.Certificate = make(cluster.CertificateAuthority, bad.Host);

        for (var i = 0; i < 6; i++)
        {
            await client.DynamoDB.ListTablesAsync();
        }

        var status = client.Status(bad);
        Assert.That(status.State, Is.EqualTo(AlternatorNodeState.Down));
        Assert.That(status.LastFailure, Does.Match($"^TLS handshake failed: {words}$"));
        Assert.That(bad.Requests, Is.Empty);
        Assert.That(cluster[0].RequestCount + cluster[2].RequestCount, Is.EqualTo(6));
    }

    [TestCaseSource(nameof(BadCertificates))]
    public async Task All_nodes_with_bad_certificates_are_named_to_the_caller_with_the_reason(Func<TestCertificateAuthority, string, TestCertificate> make, string words)
    {
        await using var cluster = await TlsTest.StartAsync();
        await using var client = TlsTest.Client(cluster);
        TlsTest.Present(cluster, node => make(cluster.CertificateAuthority, node.Host));

        var failure = await Failure.OfAsync(() => client.DynamoDB.ListTablesAsync());

        Assert.That(failure, Is.InstanceOf<HttpRequestException>().With.Property(nameof(HttpRequestException.HttpRequestError)).EqualTo(HttpRequestError.SecureConnectionError));
        Assert.That(failure.Message, Does.StartWith("No usable Alternator node: "));
        Assert.That(failure.Message, Does.Match($"{cluster[0].Host}:{cluster.HttpsPort}[^,]*TLS handshake failed: {words}"));
        Assert.That(TlsTest.Requests(cluster), Is.Empty);
    }

    [Test]
    public async Task A_certificate_that_goes_bad_takes_its_node_down_and_a_good_one_brings_it_back()
    {
        await using var cluster = await TlsTest.StartAsync();
        await using var client = TlsTest.Client(cluster, options => options.HealthProbe.Interval = 50.Milliseconds());
        await client.DynamoDB.ListTablesAsync();
        var node = cluster[1];
        await node.KillAsync();
        node.Certificate = cluster.CertificateAuthority.IssueExpired(node.Host);
        await node.StartAsync();

        for (var i = 0; i < 3; i++)
        {
            await client.DynamoDB.ListTablesAsync();
        }

        await Eventually.TrueAsync(() => client.Status(node) is { State: AlternatorNodeState.Down, LastFailure: { } reason } && reason.Contains("expired", StringComparison.Ordinal), 5.Seconds());
        node.Certificate = cluster.CertificateAuthority.Issue(node.Host);
        await client.WaitForStateAsync(node, AlternatorNodeState.Probation, 5.Seconds());
    }

    [Test]
    public async Task Without_a_trusted_authority_the_operating_systems_decide()
    {
        await using var cluster = await TlsTest.StartAsync(options => options.NodeCount = 1);
        await using var client = TestClient.OfSeed(cluster.HttpsAddresses[0]);

        var failure = await Failure.OfAsync(() => client.DynamoDB.ListTablesAsync());

        Assert.That(failure.Message, Does.Contain("which does not chain to a trusted authority"));
    }

    [Test]
    public async Task An_authority_of_a_file_is_trusted()
    {
        await using var cluster = await TlsTest.StartAsync();
        using var file = new TemporaryFile(Stranger.CertificatePem + cluster.CertificateAuthority.CertificatePem);
        await using var client = TestClient.OfSeed(cluster.HttpsAddresses[0], options => options.Tls.CaFile = file.Path);

        await client.DynamoDB.ListTablesAsync();

        Assert.That(client.Cluster.Nodes.Select(node => node.State), Is.All.EqualTo(AlternatorNodeState.Up));
    }

    [Test]
    public async Task A_callback_decides_with_the_address_of_the_node_whatever_the_name()
    {
        await using var cluster = await TlsTest.StartAsync();
        var service = cluster.CertificateAuthority.Issue("wrong.test");
        TlsTest.Present(cluster, _ => service);
        var seen = new System.Collections.Concurrent.ConcurrentDictionary<Uri, SslPolicyErrors>();
        await using var client = TlsTest.Client(cluster, options =>
        {
            options.Tls.ServerName = TestCertificateAuthority.ServiceName;
            options.Tls.ValidateServerCertificate = (node, certificate, chain, errors) =>
            {
                seen[node] = errors;
                return node.Host != cluster[1].Host && certificate!.Thumbprint == service.Certificate.Thumbprint && chain is not null;
            };
        });

        for (var i = 0; i < 4; i++)
        {
            await client.DynamoDB.ListTablesAsync();
        }

        Assert.That(seen.Keys, Is.EquivalentTo(cluster.HttpsAddresses));
        Assert.That(seen.Values, Is.All.EqualTo(SslPolicyErrors.RemoteCertificateNameMismatch));
        Assert.That(cluster[1].Requests, Is.Empty);
        Assert.That(client.Status(cluster[1]).LastFailure, Is.EqualTo("TLS handshake failed: Tls.ValidateServerCertificate rejected it (RemoteCertificateNameMismatch)"));
    }

    [Test]
    public async Task A_callback_sees_the_address_of_the_node_behind_a_name_of_all()
    {
        await using var cluster = await TlsTest.StartAsync();
        var seen = new System.Collections.Concurrent.ConcurrentDictionary<Uri, bool>();
        await using var client = TlsTest.ClientByName(cluster, options => options.Tls.ValidateServerCertificate = (node, _, _, errors) => seen[node] = errors == SslPolicyErrors.None);

        await client.DynamoDB.ListTablesAsync();

        Assert.That(seen.Keys, Is.SupersetOf(cluster.HttpsAddresses));
        Assert.That(seen.Values, Is.All.True);
    }

    [Test]
    public async Task Accepting_any_certificate_is_warned_of_once()
    {
        await using var cluster = await TlsTest.StartAsync();
        TlsTest.Present(cluster, _ => TestCertificateAuthority.SelfSigned("wrong.test"));
        using var log = new FakeLoggerProvider();
        await using var client = TestClient.OfSeed(
            cluster.HttpsAddresses[0],
            options => options.Tls.DangerousAcceptAnyServerCertificate = true,
            services => services.AddLogging(logging => logging.AddProvider(log)));

        await client.DynamoDB.ListTablesAsync();
        await client.Cluster.RefreshAsync();

        var warnings = log.Collector.Of("AnyCertificateAccepted");
        Assert.That(warnings, Has.Count.EqualTo(1));
        Assert.That(warnings[0].Level, Is.EqualTo(LogLevel.Warning));
        Assert.That(client.Cluster.Nodes.Select(node => node.State), Is.All.EqualTo(AlternatorNodeState.Up));
    }

    private static TestCaseData Case(string name, Func<TestCertificateAuthority, string, TestCertificate> make, string words) => new TestCaseData(make, words).SetArgDisplayNames(name);
}
