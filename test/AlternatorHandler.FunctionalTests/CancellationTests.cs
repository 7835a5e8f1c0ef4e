using AlternatorHandler.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AlternatorHandler.FunctionalTests;

public sealed class CancellationTests
{
    [Test]
    public async Task The_callers_cancellation_ends_the_call_at_once_and_marks_no_node()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(cluster);
        await client.DynamoDB.ListTablesAsync();
        foreach (var node in cluster.Nodes)
        {
            node.Faults.Always(Fault.Hang);
            node.ClearRequests();
        }

        for (var i = 0; i < 20; i++)
        {
            using var cancellation = new CancellationTokenSource();
            var call = client.DynamoDB.ListTablesAsync(cancellation.Token);
            var sent = i + 1;
            await Eventually.TrueAsync(() => cluster.Nodes.Sum(node => node.RequestCount) == sent, 5.Seconds());
            var start = TimeProvider.System.GetTimestamp();
            await cancellation.CancelAsync();
            Assert.That(await Failure.OfAsync(() => call), Is.InstanceOf<OperationCanceledException>());
            Assert.That(TimeProvider.System.GetElapsedTime(start), Is.LessThan(1.Seconds()));
        }

        Assert.That(client.Cluster.Nodes.Select(node => node.State), Is.All.EqualTo(AlternatorNodeState.Up));
        Assert.That(client.Cluster.Nodes.Select(node => node.InFlight), Is.All.Zero);
    }

    [Test]
    public async Task The_callers_cancellation_ends_a_wait_between_retries()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(cluster);
        await client.DynamoDB.ListTablesAsync();
        foreach (var node in cluster.Nodes)
        {
            node.Faults.Always(Fault.Throttle());
            node.ClearRequests();
        }

        using var cancellation = new CancellationTokenSource();
        var call = client.DynamoDB.ListTablesAsync(cancellation.Token);
        await Eventually.TrueAsync(() => cluster.Nodes.Sum(node => node.RequestCount) == 3, 5.Seconds());
        await cancellation.CancelAsync();

        Assert.That(await Failure.OfAsync(() => call), Is.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task The_callers_cancellation_ends_the_wait_for_the_first_list()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        cluster[0].Faults.Always(Fault.Hang, FaultScope.Everything);
        await using var client = TestClient.Of(cluster);

        using var cancellation = new CancellationTokenSource();
        var call = client.DynamoDB.ListTablesAsync(cancellation.Token);
        await Eventually.TrueAsync(() => cluster[0].Requests.Count > 0, 5.Seconds());
        var start = TimeProvider.System.GetTimestamp();
        await cancellation.CancelAsync();

        Assert.That(await Failure.OfAsync(() => call), Is.InstanceOf<OperationCanceledException>());
        Assert.That(TimeProvider.System.GetElapsedTime(start), Is.LessThan(1.Seconds()));
    }

    [Test]
    public async Task A_timeout_of_the_HttpClient_looks_as_it_always_does()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(cluster, services: services => services
            .AddHttpClient("impatient", http => http.Timeout = 300.Milliseconds())
            .AddAlternatorLoadBalancing());
        await client.DynamoDB.ListTablesAsync();
        foreach (var node in cluster.Nodes)
        {
            node.Faults.Always(Fault.Hang);
        }

        var http = client.Services.GetRequiredService<IHttpClientFactory>().CreateClient("impatient");
        var failure = await Failure.OfAsync(() => http.SendAsync(AlternatorRequest.ListTables()));

        Assert.That(failure, Is.InstanceOf<TaskCanceledException>());
        Assert.That(failure.InnerException, Is.InstanceOf<TimeoutException>());
        Assert.That(client.Cluster.Nodes.Select(node => node.State), Is.All.EqualTo(AlternatorNodeState.Up));
    }
}
