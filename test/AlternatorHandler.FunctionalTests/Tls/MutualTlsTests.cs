using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AlternatorHandler.Outcomes;
using AlternatorHandler.Requests;
using AlternatorHandler.Testing;
using Amazon.DynamoDBv2;

namespace AlternatorHandler.FunctionalTests.Tls;

/// <summary>Clients that say by certificate who they are.</summary>
public sealed class MutualTlsTests
{
    [TestCase(ClientCertificateDemand.Optional)]
    [TestCase(ClientCertificateDemand.Required)]
    public async Task A_certificate_stands_for_a_signature(ClientCertificateDemand demand)
    {
        await using var cluster = await StartAsync(demand);
        var me = cluster.CertificateAuthority.IssueClient("alternator");
        await using var client = TlsTest.Client(cluster, options => options.Tls.UseClientCertificate(me.Certificate));

        await ListOnAllAsync(cluster, client);

        Assert.That(cluster.Nodes.Select(node => node.RequestCount), Is.All.EqualTo(1));
        Assert.That(TlsTest.Requests(cluster).Select(request => request.Tls!.ClientSubject), Is.All.EqualTo("CN=alternator"));
        Assert.That(TlsTest.Requests(cluster).Select(request => request.Header("Authorization")), Is.All.Null);
    }

    [Test]
    public async Task Without_a_request_for_it_the_client_certificate_is_not_sent_and_signatures_count()
    {
        await using var cluster = await StartAsync(ClientCertificateDemand.None);
        var me = cluster.CertificateAuthority.IssueClient("somebody else");
        await using var client = TlsTest.Client(cluster, options =>
        {
            options.Credentials = TlsTest.Credentials;
            options.Tls.UseClientCertificate(me.Certificate);
        });

        await ListOnAllAsync(cluster, client);

        Assert.That(TlsTest.Requests(cluster).Select(request => request.Tls!.ClientSubject), Is.All.Null);
    }

    [Test]
    public async Task A_certificate_of_no_role_is_refused_whatever_the_signature()
    {
        await using var cluster = await StartAsync(ClientCertificateDemand.Optional);
        var me = cluster.CertificateAuthority.IssueClient("nobody");
        await using var client = TlsTest.Client(cluster, options =>
        {
            options.Credentials = TlsTest.Credentials;
            options.Tls.UseClientCertificate(me.Certificate);
        });

        var failure = await Failure.OfAsync(() => client.DynamoDB.ListTablesAsync());

        Assert.That(failure, Is.InstanceOf<AmazonDynamoDBException>().With.Property(nameof(AmazonDynamoDBException.ErrorCode)).EqualTo("UnrecognizedClientException"));
        Assert.That(client.Cluster.Nodes.Select(node => node.State), Is.All.EqualTo(AlternatorNodeState.Up));
    }

    [TestCase(SslProtocols.Tls12)]
    [TestCase(SslProtocols.Tls13)]
    public async Task Without_the_certificate_that_nodes_require_not_even_discovery_is_served(SslProtocols protocol)
    {
        await using var cluster = await StartAsync(ClientCertificateDemand.Required, protocol);
        await using var client = TlsTest.Client(cluster, options => options.Credentials = TlsTest.Credentials);

        var failure = await Failure.OfAsync(() => client.DynamoDB.ListTablesAsync());

        Assert.That(failure, Is.InstanceOf<HttpRequestException>().With.Message.Contains($"{cluster[0].Host}:{cluster.HttpsPort}"));
        Assert.That(TlsTest.Requests(cluster), Is.Empty);
    }

    // A node of .NET can't send this alert (see ClientCertificateDemand): the exceptions are those that OpenSSL's own server caused.
    [Test]
    public void A_node_that_refuses_the_client_late_has_executed_nothing_and_is_quoted()
    {
        var openSsl = new CryptographicException("error:0A00045C:SSL routines::tlsv13 alert certificate required");
        var refusal = new HttpRequestException("An error occurred while sending the request.", new IOException("The decryption operation failed, see inner exception.", openSsl));

        Assert.That(FailureReason.FromException(refusal), Is.EqualTo("TLS handshake failed: the node sent the alert 'certificate required'"));
        Assert.That(OutcomeClassifier.FromFailure(refusal).Kind, Is.EqualTo(AlternatorAttemptOutcome.NotSent));
    }

    [Test]
    public async Task A_certificate_from_a_delegate_is_requested_for_each_connection()
    {
        await using var cluster = await StartAsync(ClientCertificateDemand.Required, options: options => options.Users["second"] = "secret");
        var first = cluster.CertificateAuthority.IssueClient("alternator");
        var second = cluster.CertificateAuthority.IssueClient("second");
        var current = first.Certificate;
        await using var client = TlsTest.Client(cluster, options =>
        {
            options.Transport.PooledConnectionLifetime = 1.Seconds();
            options.Tls.ClientCertificateSource = () => current;
        });
        await ListOnAllAsync(cluster, client);
        Assert.That(TlsTest.Operations(cluster).Select(request => request.Tls!.ClientSubject), Is.All.EqualTo("CN=alternator"));

        current = second.Certificate;

        await Eventually.TrueAsync(
            () =>
            {
                _ = client.DynamoDB.ListTablesAsync();
                return TlsTest.Operations(cluster).Any(request => request.Tls!.ClientSubject == "CN=second");
            },
            10.Seconds());
        await Eventually.TrueAsync(() => client.Cluster.Nodes.All(node => node.InFlight == 0), 5.Seconds());
    }

    public static IEnumerable<TestCaseData> Files()
    {
        yield return new TestCaseData("pem pair").SetArgDisplayNames("PEM_pair");
        yield return new TestCaseData("one pem").SetArgDisplayNames("certificate_and_key_in_one_PEM");
        yield return new TestCaseData("encrypted pem").SetArgDisplayNames("PEM_with_encrypted_key");
        yield return new TestCaseData("pfx").SetArgDisplayNames("PFX_with_password");
    }

    [TestCaseSource(nameof(Files))]
    public async Task A_certificate_is_read_from_files(string kind)
    {
        await using var cluster = await StartAsync(ClientCertificateDemand.Required);
        var me = cluster.CertificateAuthority.IssueClient("alternator");
        const string password = "p4ss";
        using var key = me.Certificate.GetECDsaPrivateKey()!;
        var encrypted = key.ExportEncryptedPkcs8PrivateKeyPem(password, new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000));
        using var certificateFile = kind switch
        {
            "pfx" => new TemporaryFile(me.Certificate.Export(X509ContentType.Pkcs12, password)),
            "one pem" => new TemporaryFile(me.CertificatePem + me.KeyPem),
            _ => new TemporaryFile(me.CertificatePem),
        };
        using var keyFile = new TemporaryFile(kind == "encrypted pem" ? encrypted : me.KeyPem);
        await using var client = TlsTest.Client(cluster, options =>
        {
            options.Tls.ClientCertificateFile = certificateFile.Path;
            options.Tls.ClientKeyFile = kind is "pem pair" or "encrypted pem" ? keyFile.Path : null;
            options.Tls.ClientCertificatePassword = kind is "pfx" or "encrypted pem" ? password : null;
        });

        await ListOnAllAsync(cluster, client);

        Assert.That(TlsTest.Requests(cluster).Select(request => request.Tls!.ClientSubject), Is.All.EqualTo("CN=alternator"));
    }

    private static Task<AlternatorTestCluster> StartAsync(ClientCertificateDemand demand, SslProtocols protocol = SslProtocols.None, Action<AlternatorTestClusterOptions>? options = null) =>
        TlsTest.StartAsync(it =>
        {
            it.EnforceAuthorization = true;
            it.ClientCertificates = demand;
            it.TlsProtocols = protocol;
            options?.Invoke(it);
        });

    private static async Task ListOnAllAsync(AlternatorTestCluster cluster, TestClient client)
    {
        await TlsTest.AllUpAsync(cluster, client);
        for (var i = 0; i < cluster.Nodes.Count; i++)
        {
            await client.DynamoDB.ListTablesAsync();
        }
    }
}
