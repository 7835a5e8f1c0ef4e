using System.Net;
using System.Text;
using AlternatorHandler.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AlternatorHandler.FunctionalTests.Hostile;

/// <summary>One node of the cluster does not speak HTTP, or speaks it to do harm.</summary>
[Parallelizable]
public sealed class GarbageTests
{
    private const string HostileHost = "127.0.0.99";

    private static IEnumerable<string> Kinds => Garbage.Kinds;

    [TestCaseSource(nameof(Kinds))]
    public async Task A_read_whose_response_is_garbage_moves_to_another_node(string kind)
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.NodeCount = 2);
        var list = $"""["{cluster[0].Host}","{cluster[1].Host}","{HostileHost}"]""";
        await using var hostile = new RawNode(HostileHost, cluster.Port, (head, stream, cancellationToken) =>
            head.StartsWith("POST ", StringComparison.Ordinal)
                ? Garbage.WriteAsync(kind, stream, cancellationToken)
                : stream.WriteAsync(Encoding.ASCII.GetBytes(RawNode.Healthy(list, _ => "")(head)), cancellationToken).AsTask());
        cluster[0].LocalNodesBody = cluster[1].LocalNodesBody = list;
        await using var client = Client(cluster, hostile);
        await client.Cluster.RefreshAsync();
        await Eventually.TrueAsync(() => client.Cluster.Nodes.Count(node => node.State == AlternatorNodeState.Up) == 3, 20.Seconds());

        for (var i = 0; i < 6; i++)
        {
            Assert.That((await client.DynamoDB.ListTablesAsync()).HttpStatusCode, Is.EqualTo(HttpStatusCode.OK));
        }

        Assert.That(hostile.Operations, Is.Not.Empty, "the hostile node was asked");
    }

    [TestCaseSource(nameof(Kinds))]
    public async Task A_seed_whose_list_and_health_are_garbage_gets_no_request_and_stops_no_loop(string kind)
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.NodeCount = 2);
        await using var hostile = new RawNode(HostileHost, cluster.Port, (_, stream, cancellationToken) => Garbage.WriteAsync(kind, stream, cancellationToken));
        await using var client = Client(cluster, hostile);
        await client.DynamoDB.ListTablesAsync();

        var added = await cluster.AddNodeAsync();
        var asked = hostile.Requests.Count;

        await Eventually.TrueAsync(() => client.Cluster.Nodes.Any(node => node.Address.Host == added.Host && node.State != AlternatorNodeState.Down), 20.Seconds());
        await Eventually.TrueAsync(() => hostile.Requests.Count > asked, 20.Seconds());
        Assert.That((await client.DynamoDB.ListTablesAsync()).HttpStatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(hostile.Operations, Is.Empty);
        Assert.That(client.Cluster.Nodes.Select(node => node.Address.Host), Is.EquivalentTo(cluster.Nodes.Select(node => node.Host)));
    }

    // What .NET forgives. Whatever the caller gets, it gets it soon, and it is an answer or the exception of a broken connection.
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\n{}")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n{}")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807\r\n\r\n{}")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 200\r\n\r\n{}")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Encoding: gzip\r\nContent-Type: \0\u001b[31m\r\n\r\n{}")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Encoding: \u0001,,,;;\r\nDate: yesterday\r\n\r\n{}")]
    [TestCase("HTTP/1.1 400 Bad\r\nContent-Length: 99999999999999999999\r\nDate: Sat, 32 Foo 99999 99:99:99 GMT\r\n\r\n{\"__type\":\"#InvalidSignatureException\",\"message\":\"Signature expired\"}")]
    [TestCase("HTTP/1.1 503 \u001b[31mred\u0007\r\nContent-Length: 0\r\n\r\n")]
    [TestCase("HTTP/1.1 999 What\r\nContent-Length: 0\r\n\r\n")]
    [TestCase("HTTP/1.1 101 Switching Protocols\r\nUpgrade: evil\r\n\r\n")]
    [TestCase("HTTP/1.1 204 No Content\r\n\r\nand more")]
    public async Task An_odd_response_is_returned_or_fails_the_connection(string answer)
    {
        await using var hostile = new RawNode(HostileHost, 0, RawNode.Healthy($"""["{HostileHost}"]""", _ => answer));
        await using var client = TestClient.OfSeed(
            hostile.Address,
            options =>
            {
                options.Credentials = new AlternatorCredentials("alternator", "secret");
                options.ResponseCompression.Enabled = true;
                (options.Retry.AttemptTimeout, options.Retry.TotalTimeout) = (1.Seconds(), 2.Seconds());
            },
            services => services.AddHttpClient("typed").AddAlternatorLoadBalancing());
        var http = client.Services.GetRequiredService<IHttpClientFactory>().CreateClient("typed");

        for (var i = 0; i < 3; i++)
        {
            try
            {
                using var reply = await http.SendAsync(AlternatorRequest.Get("a")).WaitAsync(20.Seconds(), TimeProvider.System);
            }
            catch (HttpRequestException exception)
            {
                Assert.That(exception.Message.Where(char.IsControl), Is.Empty);
            }
        }

        Assert.That(hostile.Operations, Is.Not.Empty);
        await Eventually.TrueAsync(() => client.Cluster.Nodes.All(node => node.InFlight == 0), 20.Seconds());
    }

    private static TestClient Client(AlternatorTestCluster cluster, RawNode hostile) => TestClient.Of(cluster, options =>
    {
        options.Seeds.Add(hostile.Address);
        options.Retry.AttemptTimeout = 1.Seconds();
        (options.Discovery.Timeout, options.HealthProbe.Timeout) = (1.Seconds(), 2.Seconds());
        (options.Discovery.RefreshInterval, options.Discovery.IdleRefreshInterval) = (200.Milliseconds(), 200.Milliseconds());
    });
}
