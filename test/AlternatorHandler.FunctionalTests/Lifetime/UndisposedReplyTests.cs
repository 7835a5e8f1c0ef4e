using AlternatorHandler.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AlternatorHandler.FunctionalTests.Lifetime;

public sealed class UndisposedReplyTests
{
    [Test]
    public async Task Undisposed_responses_hold_no_connection_and_are_not_in_flight()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(cluster, services: services => services.AddHttpClient("typed").AddAlternatorLoadBalancing());
        var http = client.Services.GetRequiredService<IHttpClientFactory>().CreateClient("typed");
        var kept = new List<HttpResponseMessage>();

        for (var i = 0; i < 200; i++)
        {
            kept.Add(await http.SendAsync(AlternatorRequest.ListTables(), HttpCompletionOption.ResponseHeadersRead));
        }

        Assert.That(client.Cluster.Nodes.Select(node => node.InFlight), Is.All.Zero);
        Assert.That(cluster.Nodes.Select(node => node.AcceptedConnections), Is.All.LessThanOrEqualTo(3));
        Assert.That(kept, Has.Count.EqualTo(200));
    }

    [Test]
    public async Task An_undisposed_streamed_response_holds_only_its_connection_until_it_is_collected()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(cluster, options => options.Retry.MaxBufferSize = 0, services => services.AddHttpClient("typed").AddAlternatorLoadBalancing());
        await Orders.CreateAsync(client.DynamoDB);
        var order = Orders.Put("a");

        // More than the socket's buffers hold, or the connection would be free by the time that the head has been read.
        order.Item["Padding"] = new(new string('x', 15_000_000));
        await client.DynamoDB.PutItemAsync(order);
        var http = client.Services.GetRequiredService<IHttpClientFactory>().CreateClient("typed");

        await AbandonAsync(http, 12);

        Assert.That(client.Cluster.Nodes.Select(node => node.InFlight), Is.All.Zero);
        await Eventually.TrueAsync(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return cluster.Nodes.Sum(node => node.OpenConnections) <= 2 * cluster.Nodes.Count;
            },
            30.Seconds());
        using var reply = await http.SendAsync(AlternatorRequest.Get("a"));
        Assert.That((await reply.Content.ReadAsByteArrayAsync()).Length, Is.GreaterThan(15_000_000));
    }

    private static async Task AbandonAsync(HttpClient http, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await http.SendAsync(AlternatorRequest.Get("a"), HttpCompletionOption.ResponseHeadersRead);
        }
    }
}
