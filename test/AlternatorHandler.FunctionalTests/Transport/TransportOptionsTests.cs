using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using AlternatorHandler.FunctionalTests.Tls;
using AlternatorHandler.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AlternatorHandler.FunctionalTests.Transport;

/// <summary>What options of connections and of TLS are refused, and in which words.</summary>
public sealed class TransportOptionsTests
{
    private static readonly TestCertificateAuthority Authority = new();

    public static IEnumerable<TestCaseData> Refused()
    {
        yield return Case(o => o.Tls.CaFile = "/nowhere/ca.pem", "Tls:CaFile \\(/nowhere/ca\\.pem\\) cannot be used: Could not find");
        yield return Case(o => o.Tls.ClientCertificateFile = "/nowhere/client.pem", "Tls:ClientCertificateFile \\(/nowhere/client\\.pem\\) cannot be used: Could not find");
        yield return Case(o => o.Tls.ClientKeyFile = "/nowhere/client.key", "Tls:ClientKeyFile \\(/nowhere/client\\.key\\) requires Tls:ClientCertificateFile\\.");
        yield return Case(o => o.Tls.ServerName = "a name", "Tls:ServerName \\(a name\\) must be a host name or address, without a port\\.");
        yield return Case(o => o.Tls.ServerName = "alternator.test:8043", "Tls:ServerName \\(alternator\\.test:8043\\) must be a host name");
#pragma warning disable SYSLIB0039, CA5397 // That it is refused is what is tested.
        yield return Case(o => o.Tls.MinimumVersion = SslProtocols.Tls11, "Tls:MinimumVersion \\(Tls11\\) must be None, Tls12 or Tls13\\.");
#pragma warning restore SYSLIB0039, CA5397
        yield return Case(o => o.Tls.RevocationMode = (X509RevocationMode)7, "RevocationMode");
        yield return Case(
            o => o.Tls.UseClientCertificate(X509CertificateLoader.LoadCertificate(Authority.Certificate.RawDataMemory.Span)),
            "Tls\\.UseClientCertificate: the certificate \\(CN=Alternator Test CA\\) has no private key\\.");
        yield return Case(
            o =>
            {
                o.Tls.DangerousAcceptAnyServerCertificate = true;
                o.Tls.ValidateServerCertificate = (_, _, _, _) => true;
            },
            "are mutually exclusive");
        yield return Case(o => o.Tls = null!, "Tls");
        yield return Case(o => o.Transport = null!, "Transport");
        yield return Case(o => o.Transport.ConnectTimeout = TimeSpan.Zero, "Transport:ConnectTimeout \\(00:00:00\\) must be between 00:00:00\\.0100000 and 00:01:00\\.");
        yield return Case(o => o.Transport.PooledConnectionIdleTimeout = TimeSpan.Zero, "Transport:PooledConnectionIdleTimeout \\(00:00:00\\) must be between 00:00:01 and 1\\.00:00:00\\.");
        yield return Case(o => o.Transport.PooledConnectionLifetime = TimeSpan.Zero, "Transport:PooledConnectionLifetime \\(00:00:00\\) must be between 00:00:01 and 365\\.00:00:00, or infinite");
        yield return Case(o => o.Transport.MaxConnectionsPerServer = 0, "Transport:MaxConnectionsPerServer \\(0\\) must be between 1 and 2147483647\\.");
        yield return Case(o => o.Transport.WarmupConnections = -1, "Transport:WarmupConnections \\(-1\\) must be between 0 and 1000\\.");
        yield return Case(
            o => (o.Transport.WarmupConnections, o.Transport.MaxConnectionsPerServer) = (3, 2),
            "Transport:WarmupConnections \\(3\\) must not exceed Transport:MaxConnectionsPerServer \\(2\\)\\.");
        yield return Case(o => o.Transport.TcpKeepAliveRetryCount = 0, "Transport:TcpKeepAliveRetryCount \\(0\\) must be between 1 and 127\\.");
    }

    [TestCaseSource(nameof(Refused))]
    public void Options_that_make_no_sense_are_refused_with_their_name_and_value(Action<AlternatorOptions> configure, string words)
    {
        Assert.That(() => Validate(configure), Throws.InstanceOf<OptionsValidationException>().With.Message.Matches(words));
    }

    [Test]
    public void Files_without_certificates_are_refused_with_their_paths_all_at_once()
    {
        using var nonsense = new TemporaryFile("no certificate");
        using var broken = new TemporaryFile("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

        var error = Assert.Throws<OptionsValidationException>(() => Validate(options =>
        {
            options.Tls.CaFile = nonsense.Path;
            options.Tls.ClientCertificateFile = broken.Path;
        }));

        Assert.That(error!.Message, Does.Contain($"Tls:CaFile ({nonsense.Path}) cannot be used: the file contains no PEM certificate."));
        Assert.That(error.Message, Does.Contain($"Tls:ClientCertificateFile ({broken.Path}) cannot be used: "));
    }

    [Test]
    public void A_wrong_password_is_refused_without_being_printed()
    {
        using var file = new TemporaryFile(Authority.IssueClient("alternator").Certificate.Export(X509ContentType.Pkcs12, "right"));

        var error = Assert.Throws<OptionsValidationException>(() => Validate(options => (options.Tls.ClientCertificateFile, options.Tls.ClientCertificatePassword) = (file.Path, "wr0ng")));

        Assert.That(error!.Message, Does.Contain($"Tls:ClientCertificateFile ({file.Path}) cannot be used: ").And.Not.Contain("wr0ng"));
    }

    [Test]
    public void All_of_them_are_bound_from_configuration()
    {
        using var file = new TemporaryFile(Authority.CertificatePem);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Seeds:0"] = "https://10.0.0.1:8043",
            ["Tls:CaFile"] = file.Path,
            ["Tls:ServerName"] = "alternator.test",
            ["Tls:MinimumVersion"] = "Tls13",
            ["Tls:RevocationMode"] = "Offline",
            ["Tls:AllowSessionResumption"] = "false",
            ["Transport:ConnectTimeout"] = "00:00:05",
            ["Transport:PooledConnectionLifetime"] = "00:10:00",
            ["Transport:MaxConnectionsPerServer"] = "12",
            ["Transport:WarmupConnections"] = "4",
            ["Transport:TcpKeepAlive"] = "false",
        }).Build();
        using var services = new ServiceCollection().AddAlternatorLoadBalancing(configuration).Services.BuildServiceProvider();

        var options = services.GetRequiredService<IOptions<AlternatorOptions>>().Value;

        Assert.That((options.Tls.ServerName, options.Tls.MinimumVersion, options.Tls.RevocationMode, options.Tls.AllowSessionResumption), Is.EqualTo(("alternator.test", SslProtocols.Tls13, X509RevocationMode.Offline, false)));
        Assert.That(options.Tls.CaFile, Is.EqualTo(file.Path));
        Assert.That((options.Transport.ConnectTimeout, options.Transport.PooledConnectionLifetime), Is.EqualTo((TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(10))));
        Assert.That((options.Transport.MaxConnectionsPerServer, options.Transport.WarmupConnections, options.Transport.TcpKeepAlive), Is.EqualTo((12, 4, false)));
    }

    private static void Validate(Action<AlternatorOptions> configure)
    {
        using var services = new ServiceCollection()
            .AddAlternatorLoadBalancing(options =>
            {
                options.Seeds.Add(new Uri("https://10.0.0.1:8043"));
                configure(options);
            })
            .Services.BuildServiceProvider();
        _ = services.GetRequiredService<IOptions<AlternatorOptions>>().Value;
    }

    private static TestCaseData Case(Action<AlternatorOptions> configure, string words) => new TestCaseData(configure, words).SetArgDisplayNames(words);
}
