using System.Net;
using AlternatorHandler.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AlternatorHandler.FunctionalTests;

public sealed class ResponseTests
{
    [Test]
    public async Task A_node_that_dies_inside_a_replys_body_is_a_failed_attempt_and_reads_move_on([Values] bool isAsync)
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(cluster, services: services => services.AddHttpClient("typed").AddAlternatorLoadBalancing());
        await Orders.CreateAsync(client.DynamoDB);
        var order = Orders.Put("a");
        order.Item["Padding"] = new(new string('x', 50_000));
        await client.DynamoDB.PutItemAsync(order);
        var http = client.Services.GetRequiredService<IHttpClientFactory>().CreateClient("typed");
        foreach (var node in cluster.Nodes)
        {
            node.Faults.Next(1, Fault.TruncatedBody, operation: "GetItem");
        }

        for (var i = 0; i < 6; i++)
        {
            using var reply = isAsync ? await http.SendAsync(AlternatorRequest.Get("a"), HttpCompletionOption.ResponseHeadersRead) : Send(http, AlternatorRequest.Get("a"));
            Assert.That(await reply.Content.ReadAsStringAsync(), Does.Contain("xxxxx").And.EndsWith("}"));
        }

        Assert.That(cluster.Nodes.SelectMany(node => node.Requests).Count(request => request.Fault is not null), Is.EqualTo(3));
    }

    [Test]
    public async Task If_all_nodes_die_inside_the_body_the_SDKs_caller_reads_of_all_attempts()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(cluster);
        await Orders.CreateAsync(client.DynamoDB);
        foreach (var node in cluster.Nodes)
        {
            node.Faults.Always(Fault.TruncatedBody, operation: "GetItem");
        }

        var failure = await Failure.OfAsync(() => client.DynamoDB.GetItemAsync(Orders.Get("a")));

        Assert.That(failure, Is.InstanceOf<HttpRequestException>().With.Message.StartsWith("GetItem failed: 127.0.0."));
    }

    [Test]
    public async Task A_synchronous_Send_is_balanced_and_fails_over()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(cluster, services: services => services.AddHttpClient("typed").AddAlternatorLoadBalancing());
        var http = client.Services.GetRequiredService<IHttpClientFactory>().CreateClient("typed");
        for (var i = 0; i < 30; i++)
        {
            using var reply = Send(http, AlternatorRequest.ListTables());
            Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }

        Assert.That(cluster.Nodes.Select(node => node.RequestCount), Is.All.EqualTo(10));
        await cluster[1].KillAsync();
        for (var i = 0; i < 30; i++)
        {
            using var reply = Send(http, AlternatorRequest.ListTables());
            Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }

        Assert.That(client.Status(cluster[1]).State, Is.EqualTo(AlternatorNodeState.Down));
    }

    [Test]
    public async Task A_response_beyond_the_buffer_is_streamed_whole()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(
            cluster,
            options => options.Retry.MaxBufferSize = 10_000,
            services => services.AddHttpClient("typed").AddAlternatorLoadBalancing());
        await Orders.CreateAsync(client.DynamoDB);
        foreach (var (id, size) in new[] { ("long", 50_000), ("chunked", 300_000) })
        {
            var order = Orders.Put(id);
            order.Item["Padding"] = new(new string('x', size));
            await client.DynamoDB.PutItemAsync(order);
            Assert.That((await client.DynamoDB.GetItemAsync(Orders.Get(id))).Item["Padding"].S, Has.Length.EqualTo(size));
        }
    }

    [Test]
    public async Task Any_path_and_query_reach_a_node_and_the_callers_address_is_restored()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(cluster, services: services => services.AddHttpClient("typed").AddAlternatorLoadBalancing());
        var http = client.Services.GetRequiredService<IHttpClientFactory>().CreateClient("typed");
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://orders.example//evil/x?a=%2F&b=c");

        using var reply = await http.SendAsync(request);

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(request.RequestUri, Is.EqualTo(new Uri("http://orders.example//evil/x?a=%2F&b=c")));
        Assert.That(request.Headers.Host, Is.Null);
        Assert.That(cluster.Nodes.SelectMany(node => node.Requests).Select(seen => seen.Path), Has.One.EqualTo("//evil/x?a=%2F&b=c"));
    }

    [Test]
    public async Task A_body_that_can_be_read_once_is_buffered_and_fails_over()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(cluster, services: services => services.AddHttpClient("typed").AddAlternatorLoadBalancing());
        await Orders.CreateAsync(client.DynamoDB);
        var http = client.Services.GetRequiredService<IHttpClientFactory>().CreateClient("typed");
        await cluster[0].KillAsync();
        await cluster[1].KillAsync();

        using var request = AlternatorRequest.Of("PutItem", new StreamContent(new OneWayStream("""{"TableName":"Orders","Item":{"Id":{"S":"a"},"Amount":{"N":"7"}}}"""u8.ToArray())));
        using var reply = await http.SendAsync(request);

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await Orders.AmountAsync(client.DynamoDB, "a"), Is.EqualTo(7));
    }

    [Test]
    public async Task A_body_of_unknown_length_beyond_the_buffer_is_refused_with_the_options_name()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(
            cluster,
            options => options.Retry.MaxBufferSize = 1000,
            services => services.AddHttpClient("typed").AddAlternatorLoadBalancing());
        var http = client.Services.GetRequiredService<IHttpClientFactory>().CreateClient("typed");

        using var request = AlternatorRequest.Of("PutItem", new StreamContent(new OneWayStream(new byte[2000])));
        var failure = await Failure.OfAsync(() => http.SendAsync(request));

        Assert.That(failure, Is.InstanceOf<HttpRequestException>().With.Message.Contains("Retry:MaxBufferSize (1000 bytes)"));
    }

    private static HttpResponseMessage Send(HttpClient http, HttpRequestMessage request)
    {
        using (request)
        {
            return http.Send(request, HttpCompletionOption.ResponseHeadersRead);
        }
    }
}
