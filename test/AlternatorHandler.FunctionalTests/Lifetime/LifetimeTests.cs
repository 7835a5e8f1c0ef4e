using AlternatorHandler.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AlternatorHandler.FunctionalTests.Lifetime;

public sealed class LifetimeTests
{
    [Test]
    public async Task Disposing_the_provider_ends_all_loops_and_sockets_within_a_second([Values] bool duringRefresh, [Values] bool isAsync)
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        var client = TestClient.Of(cluster);
        await client.DynamoDB.ListTablesAsync();
        var refresh = Task.CompletedTask;
        if (duringRefresh)
        {
            foreach (var node in cluster.Nodes)
            {
                node.ClearRequests();
                node.Faults.Always(Fault.Hang, FaultScope.Discovery);
            }

            refresh = client.Cluster.RefreshAsync();
            await Eventually.TrueAsync(() => cluster.Nodes.Any(node => node.Requests.Count > 0), 5.Seconds());
        }

        var start = TimeProvider.System.GetTimestamp();
        if (isAsync)
        {
            await client.DisposeAsync();
        }
        else
        {
            ((IDisposable)client.Services).Dispose();
        }

        await Eventually.TrueAsync(() => cluster.Nodes.All(node => node.OpenConnections == 0), 1.Seconds());
        Assert.That(TimeProvider.System.GetElapsedTime(start), Is.LessThan(1.Seconds()));
        Assert.That(await Task.WhenAny(refresh, Task.Delay(1.Seconds(), TimeProvider.System)), Is.SameAs(refresh));
        Assert.That(!duringRefresh || refresh.IsFaulted || refresh.IsCanceled);
    }

    [Test]
    public async Task Rotation_of_handlers_under_load_changes_nothing()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(cluster, services: services => services
            .AddHttpClient("rotating")
            .SetHandlerLifetime(1.Seconds())
            .AddAlternatorLoadBalancing());
        var factory = client.Services.GetRequiredService<IHttpClientFactory>();
        await client.DynamoDB.ListTablesAsync();
        await using var load = Workers.Start(8, async _ =>
        {
            using var http = factory.CreateClient("rotating");
            using var reply = await http.SendAsync(AlternatorRequest.ListTables());
            reply.EnsureSuccessStatusCode();
        });

        await load.DoneAsync(200, 30.Seconds());
        var connections = cluster.Nodes.Sum(node => node.AcceptedConnections);
        await cluster[2].KillAsync();
        var start = TimeProvider.System.GetTimestamp();
        await Eventually.TrueAsync(() => TimeProvider.System.GetElapsedTime(start) > 4.Seconds(), 10.Seconds());
        await load.StopAsync();

        Assert.That(load.Failures, Is.Empty);
        Assert.That(client.Status(cluster[2]).State, Is.EqualTo(AlternatorNodeState.Down));
        Assert.That(cluster.Nodes.Sum(node => node.AcceptedConnections), Is.LessThanOrEqualTo(connections + 16));
    }

    [Test]
    public async Task After_the_provider_is_disposed_a_client_throws()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        var client = TestClient.Of(cluster, services: services => services.AddHttpClient("late").AddAlternatorLoadBalancing());
        var http = client.Services.GetRequiredService<IHttpClientFactory>().CreateClient("late");
        await client.DisposeAsync();

        Assert.That(await Failure.OfAsync(() => http.SendAsync(AlternatorRequest.ListTables())), Is.InstanceOf<ObjectDisposedException>());
    }
}
