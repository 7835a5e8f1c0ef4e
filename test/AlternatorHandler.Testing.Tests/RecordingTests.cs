using System.Collections.Concurrent;
using System.Text;
using AlternatorHandler.Testing.Tests.Support;

namespace AlternatorHandler.Testing.Tests;

public class RecordingTests
{
    [Test]
    public async Task A_request_is_recorded_with_its_outcome()
    {
        var clock = new ManualTimeProvider(new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.TimeProvider = clock);
        var response = await RawClient.ExchangeAsync(cluster[0], RawClient.Post("DescribeEndpoints", "{ }", "Connection: close"));

        var request = cluster[0].Requests.Single();
        Assert.That((request.Method, request.Path, request.Operation, request.Fault, request.StatusCode, request.WasExecuted),
            Is.EqualTo(("POST", "/", "DescribeEndpoints", (string?)null, (int?)200, true)));
        Assert.That(Encoding.UTF8.GetString(request.Body.Span), Is.EqualTo("{ }"));
        Assert.That(request.Time, Is.EqualTo(clock.GetUtcNow()));
        Assert.That(response.Header("Date"), Is.EqualTo("Fri, 02 Jan 2026 03:04:05 GMT"));
        Assert.That(cluster[1].Requests, Is.Empty);
    }

    [Test]
    public async Task All_requests_are_recorded_and_operations_are_counted_until_they_are_cleared()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        using var http = new HttpClient();
        await http.GetStringAsync(cluster[0].Address);
        await http.PostAsync(cluster[0].Address, new StringContent("{}"));
        await http.GetStringAsync(new Uri(cluster[0].Address, "localnodes?dc=x"));

        Assert.That(cluster[0].RequestCount, Is.EqualTo(1));
        Assert.That(cluster[0].Requests.Select(request => request.Path), Is.EqualTo(["/", "/", "/localnodes?dc=x"]));
        Assert.That((cluster[0].AcceptedConnections, cluster[0].OpenConnections), Is.EqualTo((1, 1)));

        cluster[0].ClearRequests();
        Assert.That((cluster[0].RequestCount, cluster[0].Requests.Count), Is.EqualTo((0, 0)));
    }

    [TestCase(2, 2)]
    [TestCase(0, 0)]
    public async Task The_oldest_recorded_requests_are_dropped_first(int limit, int recorded)
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.RecordedRequestLimit = limit);
        using var http = new HttpClient();
        for (var i = 0; i < 3; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, cluster[0].Address) { Content = new StringContent("{}") };
            request.Headers.Add("X-Amz-Target", $"D.Op{i}");
            await http.SendAsync(request);
        }

        Assert.That(cluster[0].RequestCount, Is.EqualTo(3));
        Assert.That(cluster[0].Requests.Select(request => request.Operation), Is.EqualTo("Op0 Op1 Op2".Split(' ')[^recorded..]));
    }

    [Test]
    public async Task Many_concurrent_requests_are_served_and_recorded()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        using var http = new HttpClient();

        await Parallel.ForAsync(0, 3_000, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, cancellation) =>
        {
            using var response = await http.PostAsync(cluster[i % 3].Address, new StringContent($"{i}"), cancellation);
        });

        Assert.That(cluster.Nodes.Select(node => node.RequestCount), Is.All.EqualTo(1_000));
        Assert.That(cluster.Nodes.SelectMany(node => node.Requests).Select(request => Encoding.UTF8.GetString(request.Body.Span)), Is.Unique);
        Assert.That(cluster.Nodes.SelectMany(node => node.Requests), Is.All.Matches<RecordedRequest>(request => request.StatusCode == 400));
    }

    [Test]
    public async Task OperationExecuted_is_invoked_for_each_executed_operation_even_if_its_response_is_lost()
    {
        var executed = new ConcurrentQueue<ExecutedOperation>();
        await using var cluster = await AlternatorTestCluster.StartAsync(options =>
        {
            options.RecordedRequestLimit = 0;
            options.OperationExecuted = executed.Enqueue;
        });
        cluster[1].Faults.Next(1, Fault.LostReply);
        await RawClient.ExchangeAsync(cluster[0], RawClient.Post("ListTables", "{}", "Connection: close"));
        await RawClient.ExchangeAsync(cluster[1], RawClient.Post("ListTables", "{ }", "Connection: close"));
        cluster[2].Faults.Next(1, Fault.Shed);
        await RawClient.ExchangeAsync(cluster[2], RawClient.Post("ListTables", "{}", "Connection: close"));
        await RawClient.ExchangeAsync(cluster[2], RawClient.Post("GetItem", "{}", "Connection: close"));

        Assert.That(
            executed.Select(operation => (operation.Node, operation.Operation, Encoding.UTF8.GetString(operation.Body.Span), operation.StatusCode)),
            Is.EqualTo([(cluster[0], "ListTables", "{}", 200), (cluster[1], "ListTables", "{ }", 200), (cluster[2], "GetItem", "{}", 400)]));
    }
}
