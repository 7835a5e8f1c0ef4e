using System.Net;
using AlternatorHandler.Discovery;
using AlternatorHandler.FunctionalTests.Tls;
using AlternatorHandler.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AlternatorHandler.FunctionalTests.Hostile;

/// <summary>Where signatures go. <c>127.0.0.66</c> listens, and must hear nothing.</summary>
public sealed class CredentialTests
{
    private const string HostileHost = "127.0.0.99";
    private const string Canary = "127.0.0.66";

    [Test]
    public async Task A_redirect_of_an_operation_is_not_followed([Values(301, 302, 303, 307, 308)] int status)
    {
        await using var canary = new RawNode(Canary, 0, _ => RawNode.Reply("{}"));
        await using var hostile = new RawNode(HostileHost, 0, RawNode.Healthy($"""["{HostileHost}"]""", _ => RawNode.Reply("", $"{status} Elsewhere", $"Location: {canary.Address}\r\n")));
        await using var client = SigningClient(hostile.Address);

        using var reply = await Http(client).SendAsync(AlternatorRequest.Get("a"));

        Assert.That((int)reply.StatusCode, Is.EqualTo(status), "it is the caller's answer");
        Assert.That(hostile.Operations.Single(), Does.Contain("Authorization: "));
        Assert.That(canary.Connections, Is.Zero);
    }

    [Test]
    public async Task A_redirect_of_a_probe_or_a_question_for_nodes_is_not_followed()
    {
        await using var canary = new RawNode(Canary, 0, RawNode.Healthy($"""["{Canary}"]""", _ => RawNode.Reply("{}")));
        await using var hostile = new RawNode(HostileHost, 0, _ => RawNode.Reply("", "307 Elsewhere", $"Location: {canary.Address}\r\n"));
        await using var client = SigningClient(hostile.Address);

        var failure = await Failure.OfAsync(() => client.Cluster.RefreshAsync());

        Assert.That(failure.Message, Does.Contain("status 307"));
        Assert.That(canary.Connections, Is.Zero);
    }

    [Test]
    public async Task Probes_and_questions_for_nodes_carry_no_signature()
    {
        await using var node = new RawNode(HostileHost, 0, RawNode.Healthy($"""["{HostileHost}"]""", _ => RawNode.Reply("{}")));
        await using var client = SigningClient(node.Address);

        using var reply = await Http(client).SendAsync(AlternatorRequest.Get("a"));

        Assert.That(node.Operations, Is.All.Contains("Authorization: "));
        Assert.That(node.Requests.Except(node.Operations), Is.Not.Empty.And.All.Not.Contains("Authorization").And.All.Not.Contains("Credential"));
    }

    [Test]
    public async Task The_host_that_the_caller_addresses_is_not_where_the_request_goes()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var canary = new RawNode(Canary, 0, _ => RawNode.Reply("{}"));
        await using var client = SigningClient(cluster.Addresses[0]);
        using var request = AlternatorRequest.ListTables();
        request.RequestUri = canary.Address;

        using var reply = await Http(client).SendAsync(request);

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(canary.Connections, Is.Zero);
    }

    [Test]
    public async Task Nothing_is_sent_in_the_clear_to_nodes_of_an_https_seed([Values] bool isMapped)
    {
        await using var cluster = await TlsTest.StartAsync();
        await using var canary = new RawNode(Canary, cluster.HttpsPort, RawNode.Healthy("[]", _ => RawNode.Reply("{}")));
        await using var client = TlsTest.Client(cluster, options =>
        {
            options.Credentials = TlsTest.Credentials;
            options.NodeSource = new ClearTextSource(canary.Address);
            if (isMapped)
            {
                options.MapAddress = listed => listed.Host == cluster[2].Host ? canary.Address : listed;
            }
        });
        await client.Cluster.RefreshAsync();

        for (var i = 0; i < 6; i++)
        {
            using var reply = await TlsTest.Http(client).SendAsync(AlternatorRequest.ListTables());
            Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }

        Assert.That(canary.Connections, Is.Zero);
        Assert.That(TlsTest.Requests(cluster).Select(request => request.Tls), Is.All.Not.Null);
        Assert.That(client.Cluster.Nodes.Select(node => node.Address.Scheme), Is.All.EqualTo("https"));
    }

    [Test]
    public async Task A_listed_host_without_a_certificate_of_the_authority_gets_no_request()
    {
        await using var cluster = await TlsTest.StartAsync();
        await using var other = await TlsTest.StartAsync(options => (options.NodeCount, options.FirstHost, options.HttpsPort) = (1, 66, cluster.HttpsPort));
        foreach (var node in cluster.Nodes)
        {
            node.LocalNodesBody = $"""["{cluster[0].Host}","{cluster[1].Host}","{cluster[2].Host}","{other[0].Host}"]""";
        }

        await using var client = TlsTest.Client(cluster, options => options.Credentials = TlsTest.Credentials);
        await client.Cluster.RefreshAsync();
        for (var i = 0; i < 8; i++)
        {
            using var reply = await TlsTest.Http(client).SendAsync(AlternatorRequest.ListTables());
            Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }

        Assert.That(client.Status(other[0]), Has.Property("State").EqualTo(AlternatorNodeState.Down).And.Property("LastFailure").StartsWith("TLS handshake failed: the certificate"));
        Assert.That(other[0].Requests, Is.Empty);
    }

    [Test]
    public async Task A_seed_name_that_resolves_to_a_stranger_sends_it_nothing()
    {
        await using var cluster = await TlsTest.StartAsync(options => options.NodeCount = 1);
        await using var stranger = await TlsTest.StartAsync(options => (options.NodeCount, options.FirstHost, options.HttpsPort) = (1, 66, cluster.HttpsPort));
        await using var client = TestClient.OfSeed(
            new Uri($"https://localhost:{cluster.HttpsPort}"),
            options =>
            {
                options.Credentials = TlsTest.Credentials;
                options.Tls.TrustCertificateAuthorities(TlsTest.Authorities(cluster));
            },
            services => services
                .AddSingleton<INameResolver>(new Poisoned(IPAddress.Parse(stranger[0].Host)))
                .AddHttpClient("typed").AddAlternatorLoadBalancing());

        var failure = await Failure.OfAsync(() => Http(client).SendAsync(AlternatorRequest.ListTables()));

        Assert.That(failure.Message, Does.Contain($"{stranger[0].Host}:{cluster.HttpsPort} TLS handshake failed: the certificate"));
        Assert.That(stranger[0].Requests, Is.Empty);
    }

    private static TestClient SigningClient(Uri seed) => TestClient.OfSeed(
        seed,
        options => options.Credentials = TlsTest.Credentials,
        services => services.AddHttpClient("typed").AddAlternatorLoadBalancing());

    private static HttpClient Http(TestClient client) => client.Services.GetRequiredService<IHttpClientFactory>().CreateClient("typed");

    private sealed class Poisoned(IPAddress address) : INameResolver
    {
        public Task<IPAddress[]> ResolveAsync(string name, CancellationToken cancellationToken) => Task.FromResult<IPAddress[]>([address]);
    }

    private sealed class ClearTextSource(Uri address) : IAlternatorNodeSource
    {
        public ValueTask<IReadOnlyList<Uri>> GetNodesAsync(AlternatorRoutingScope scope, CancellationToken cancellationToken) => new([address]);
    }
}
