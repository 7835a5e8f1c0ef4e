using System.Net;
using AlternatorHandler.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AlternatorHandler.FunctionalTests;

/// <summary>Handlers that an application creates itself, instead of by <c>AddAlternatorLoadBalancing</c> of a client.</summary>
public sealed class RoutingHandlerTests
{
    private static readonly AlternatorCredentials Credentials = new("alternator", "secret");
    private static readonly Uri AnyHost = new("http://alternator.test/");

    [Test]
    public async Task A_client_over_the_handler_alone_signs_compresses_and_trims_each_attempt([Values] bool isAsync)
    {
        await using var cluster = await StartAsync();
        await using var client = TestClient.Of(cluster, options =>
        {
            options.Credentials = Credentials;
            options.RequestCompression.Enabled = true;
            options.HeaderTrimming.Enabled = true;
        });
        using var http = OverCluster(client);
        await Orders.CreateAsync(client.DynamoDB);
        cluster.Nodes.ToList().ForEach(node => node.Faults.Next(1, Fault.Shed, operation: "PutItem"));

        using var request = AlternatorRequest.Put(new string('a', 2000));
        request.Headers.Add("X-Tenant", "a");
        using var response = isAsync ? await http.SendAsync(request) : http.Send(request);

        var attempts = Requests(cluster, "PutItem");
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(attempts, Has.Count.EqualTo(4));
        Assert.That(attempts.Select(attempt => attempt.Header("Authorization")), Is.All.StartsWith("AWS4-HMAC-SHA256 Credential=alternator/"));
        Assert.That(attempts.Select(attempt => attempt.Header("Content-Encoding")), Is.All.EqualTo("gzip"));
        Assert.That(attempts.Select(attempt => attempt.Header("X-Tenant")), Is.All.Null);
        Assert.That(attempts.Take(3).Select(attempt => attempt.Header("Host")), Is.EquivalentTo(cluster.Addresses.Select(address => address.Authority)));
    }

    [Test]
    public async Task Disposing_a_client_leaves_the_connections_of_the_cluster_open()
    {
        await using var cluster = await StartAsync(nodes: 1);
        await using var client = TestClient.Of(cluster, options => options.Credentials = Credentials);
        await client.DynamoDB.ListTablesAsync();

        for (var i = 0; i < 20; i++)
        {
            using var http = OverCluster(client);
            using var response = await http.SendAsync(AlternatorRequest.ListTables());
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }

        await client.DynamoDB.ListTablesAsync();

        // Discovery and probes may overlap with a request, and then open another one.
        Assert.That(cluster[0].AcceptedConnections, Is.LessThanOrEqualTo(3));
    }

    [Test]
    public async Task Concurrent_first_requests_share_one_pipeline()
    {
        await using var cluster = await StartAsync();
        await using var client = TestClient.Of(cluster, options => options.Credentials = Credentials);
        await client.DynamoDB.ListTablesAsync();

        for (var i = 0; i < 20; i++)
        {
            using var http = OverCluster(client);
            using var barrier = new Barrier(4);
            await Workers.RunAsync(4, 4, async _ =>
            {
                barrier.SignalAndWait();
                using var response = await http.SendAsync(AlternatorRequest.ListTables());
                Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            });
        }
    }

    [Test]
    public async Task With_an_inner_handler_of_its_own_each_attempt_is_balanced_and_not_signed()
    {
        await using var cluster = await StartAsync();
        await using var client = TestClient.Of(cluster, options => options.Credentials = Credentials);
        using var inner = new CountingHandler(new SocketsHttpHandler());
        using var http = new HttpClient(new AlternatorRoutingHandler(client.Cluster) { InnerHandler = inner }) { BaseAddress = AnyHost };
        cluster.Nodes.ToList().ForEach(node => node.Faults.Next(1, Fault.Shed));

        using var response = await http.SendAsync(AlternatorRequest.ListTables());

        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("MissingAuthenticationTokenException"));
        Assert.That(inner.Requests, Is.EqualTo(4));
        Assert.That(cluster.Nodes.Select(node => node.RequestCount), Is.All.GreaterThanOrEqualTo(1));
        Assert.That(Requests(cluster, "ListTables").Select(attempt => attempt.Header("Authorization")), Is.All.Null);
    }

    [Test]
    public async Task A_handler_that_is_added_to_a_client_of_the_factory_balances_over_the_clients_own_primary_handler()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        using var primary = new CountingHandler(new SocketsHttpHandler());
        await using var client = TestClient.Of(cluster, services: services => services
            .AddHttpClient("own", http => http.BaseAddress = AnyHost)
            .ConfigurePrimaryHttpMessageHandler(() => primary)
            .AddHttpMessageHandler(provider => new AlternatorRoutingHandler(provider.GetRequiredService<IAlternatorCluster>())));
        await Orders.CreateAsync(client.DynamoDB);
        await client.DynamoDB.PutItemAsync(Orders.Put("a"));
        var http = client.Services.GetRequiredService<IHttpClientFactory>().CreateClient("own");
        await cluster[0].KillAsync();

        for (var i = 0; i < 12; i++)
        {
            using var response = await http.SendAsync(AlternatorRequest.Get("a"));
            Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("\"Amount\":{\"N\":\"1\"}"));
        }

        Assert.That(primary.Requests, Is.GreaterThanOrEqualTo(12));
        Assert.That(cluster.Nodes.Skip(1).Select(node => node.Requests.Count(request => request.Operation == "GetItem")), Is.All.GreaterThanOrEqualTo(4));
    }

    private static Task<AlternatorTestCluster> StartAsync(int nodes = 3) => AlternatorTestCluster.StartAsync(options =>
    {
        options.NodeCount = nodes;
        options.EnforceAuthorization = true;
    });

    private static HttpClient OverCluster(TestClient client) => new(new AlternatorRoutingHandler(client.Cluster)) { BaseAddress = AnyHost };

    private static List<RecordedRequest> Requests(AlternatorTestCluster cluster, string operation) =>
        [.. cluster.Nodes.SelectMany(node => node.Requests).Where(request => request.Operation == operation).OrderBy(request => request.Time)];
}
