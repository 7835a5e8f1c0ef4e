using AlternatorHandler.Testing;
using Amazon.Runtime;

namespace AlternatorHandler.FunctionalTests.Tls;

/// <summary>Which name a node's certificate is checked for.</summary>
public sealed class ServerNameTests
{
    public enum Signer
    {
        Sdk,
        Handler,
        Nobody,
    }

    [TestCase(Signer.Sdk)]
    [TestCase(Signer.Nobody)]
    public async Task One_certificate_for_the_seeds_name_serves_all_nodes(Signer signer)
    {
        await using var cluster = await TlsTest.StartAsync(options => options.EnforceAuthorization = signer != Signer.Nobody);
        var service = cluster.CertificateAuthority.Issue("localhost");
        TlsTest.Present(cluster, _ => service);
        await using var client = TlsTest.ClientByName(cluster, credentials: SdkCredentials(signer));

        await AssertServedByAllAsync(cluster, client);

        Assert.That(TlsTest.Requests(cluster).Select(request => request.Tls!.ServerName), Is.All.EqualTo("localhost"));
        Assert.That(TlsTest.Requests(cluster).Select(request => request.Header("Host")), Is.All.EqualTo($"localhost:{cluster.HttpsPort}"));
    }

    [TestCase(Signer.Handler)]
    [TestCase(Signer.Nobody)]
    public async Task Certificates_for_the_nodes_addresses_serve_what_the_SDK_does_not_sign(Signer signer)
    {
        await using var cluster = await TlsTest.StartAsync(options => options.EnforceAuthorization = signer == Signer.Handler);
        TlsTest.Present(cluster, node => cluster.CertificateAuthority.Issue(node.Host));
        await using var client = TlsTest.Client(cluster, Signing(signer));

        await AssertServedByAllAsync(cluster, client);

        Assert.That(TlsTest.Requests(cluster).Select(request => request.Tls!.ServerName), Is.All.Null);
    }

    [Test]
    public async Task A_typed_client_is_served_over_https_as_well()
    {
        await using var cluster = await TlsTest.StartAsync(options => options.EnforceAuthorization = true);
        TlsTest.Present(cluster, node => cluster.CertificateAuthority.Issue(node.Host));
        await using var client = TlsTest.Client(cluster, Signing(Signer.Handler));

        await TlsTest.AllUpAsync(cluster, client);
        for (var i = 0; i < 3; i++)
        {
            using var reply = await TlsTest.Http(client).SendAsync(AlternatorRequest.ListTables());
            reply.EnsureSuccessStatusCode();
        }

        Assert.That(cluster.Nodes.Select(node => node.RequestCount), Is.All.EqualTo(1));
    }

    [TestCase(Signer.Sdk)]
    [TestCase(Signer.Handler)]
    [TestCase(Signer.Nobody)]
    public async Task ServerName_fixes_the_name_for_every_signer(Signer signer)
    {
        await using var cluster = await TlsTest.StartAsync(options => options.EnforceAuthorization = signer != Signer.Nobody);
        var service = cluster.CertificateAuthority.Issue(TestCertificateAuthority.ServiceName);
        TlsTest.Present(cluster, _ => service);
        await using var client = TlsTest.Client(
            cluster,
            options =>
            {
                Signing(signer)(options);
                options.Tls.ServerName = TestCertificateAuthority.ServiceName;
            },
            SdkCredentials(signer));

        await AssertServedByAllAsync(cluster, client);

        Assert.That(TlsTest.Requests(cluster).Select(request => request.Tls!.ServerName), Is.All.EqualTo(TestCertificateAuthority.ServiceName));
        Assert.That(TlsTest.Operations(cluster).Select(request => request.Header("Host")), Has.None.Contains(TestCertificateAuthority.ServiceName));
    }

    [Test]
    public async Task ServerName_is_checked()
    {
        await using var cluster = await TlsTest.StartAsync(options => options.NodeCount = 1);
        TlsTest.Present(cluster, node => cluster.CertificateAuthority.Issue(node.Host));
        await using var client = TlsTest.Client(cluster, options => options.Tls.ServerName = TestCertificateAuthority.ServiceName);

        var failure = await Failure.OfAsync(() => client.DynamoDB.ListTablesAsync());

        Assert.That(failure.Message, Does.Contain("TLS handshake failed: the certificate is for 127.0.0.1, not for alternator.test"));
    }

    [Test]
    public async Task A_certificate_by_way_of_an_intermediate_that_the_node_presents_is_accepted()
    {
        await using var cluster = await TlsTest.StartAsync();
        TlsTest.Present(cluster, node => cluster.CertificateAuthority.IssueThroughIntermediate(node.Host));
        await using var client = TlsTest.Client(cluster);

        await AssertServedByAllAsync(cluster, client);
    }

    [Test]
    public async Task An_https_seed_never_leads_to_http()
    {
        await using var cluster = await TlsTest.StartAsync();
        await using var client = TlsTest.Client(cluster);
        await AssertServedByAllAsync(cluster, client);
        await cluster[1].KillAsync();
        for (var i = 0; i < 6; i++)
        {
            await client.DynamoDB.ListTablesAsync();
        }

        Assert.That(client.Cluster.Nodes.Select(node => node.Address), Is.EquivalentTo(cluster.HttpsAddresses));
        Assert.That(TlsTest.Requests(cluster).Select(request => request.Tls), Is.All.Not.Null);
    }

    private static async Task AssertServedByAllAsync(AlternatorTestCluster cluster, TestClient client)
    {
        await TlsTest.AllUpAsync(cluster, client);
        for (var i = 0; i < cluster.Nodes.Count; i++)
        {
            await client.DynamoDB.ListTablesAsync();
        }

        Assert.That(cluster.Nodes.Select(node => node.RequestCount), Is.All.EqualTo(1), string.Join(", ", client.Cluster.Nodes));
    }

    private static BasicAWSCredentials? SdkCredentials(Signer signer) => signer == Signer.Sdk ? TlsTest.SdkCredentials : null;

    private static Action<AlternatorOptions> Signing(Signer signer) => options => options.Credentials = signer == Signer.Handler ? TlsTest.Credentials : null;
}
