using AlternatorHandler.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AlternatorHandler.FunctionalTests.Lifetime;

public sealed class DisposalInFlightTests
{
    private const int InFlight = 16;

    [Test]
    public async Task Disposing_an_HttpClient_ends_only_its_own_requests_and_affects_no_node()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(cluster, services: services => services.AddHttpClient("typed").AddAlternatorLoadBalancing());
        await Orders.CreateAsync(client.DynamoDB);
        var factory = client.Services.GetRequiredService<IHttpClientFactory>();
        using var other = factory.CreateClient("typed");
        var disposed = factory.CreateClient("typed");
        foreach (var node in cluster.Nodes)
        {
            node.ClearRequests();
            node.Faults.Always(Fault.Hang, operation: "GetItem");
            node.Faults.Always(Fault.Delay(1.Seconds()), operation: "ListTables");
        }

        var requests = Enumerable.Range(0, InFlight).Select(i => Failure.OfAsync(() => disposed.SendAsync(AlternatorRequest.Get($"{i}")))).ToArray();
        var others = Enumerable.Range(0, InFlight).Select(_ => other.SendAsync(AlternatorRequest.ListTables())).ToArray();
        await Eventually.TrueAsync(() => cluster.Nodes.Sum(node => node.RequestCount) == 2 * InFlight, 30.Seconds());
        disposed.Dispose();

        Assert.That(await Task.WhenAll(requests), Is.All.InstanceOf<OperationCanceledException>());
        Assert.That((await Task.WhenAll(others)).Select(reply => reply.IsSuccessStatusCode), Is.All.True);
        Assert.That(client.Cluster.Nodes.Select(node => node.State), Is.All.EqualTo(AlternatorNodeState.Up));
        Assert.That(client.Cluster.Nodes.Select(node => node.InFlight), Is.All.Zero);
    }

    [Test]
    public async Task Disposing_the_provider_under_load_ends_every_operation_and_all_sockets([Values] bool isAsync, [Values] bool hangs)
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        var client = TestClient.Of(cluster, services: services => services.AddHttpClient("typed").AddAlternatorLoadBalancing());
        var dynamoDB = client.DynamoDB;
        await Orders.CreateAsync(dynamoDB);
        var http = client.Services.GetRequiredService<IHttpClientFactory>().CreateClient("typed");
        var nodes = client.Cluster;
        var isStopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var load = Workers.Start(InFlight, async i =>
        {
            try
            {
                if (i % 2 == 0)
                {
                    await dynamoDB.GetItemAsync(Orders.Get($"{i}"));
                }
                else
                {
                    using var reply = await http.SendAsync(AlternatorRequest.Put($"{i}"));
                }
            }
            catch (Exception error) when (error is ObjectDisposedException || IsOfDisposedSdk(error))
            {
                // What comes now fails at once: workers that went on would do nothing but keep the processors busy.
                await isStopping.Task;
                throw;
            }
        });
        await load.DoneAsync(300, 30.Seconds());
        if (hangs)
        {
            foreach (var node in cluster.Nodes)
            {
                node.Faults.Always(Fault.Hang);
            }

            await Eventually.TrueAsync(() => nodes.Nodes.Sum(node => node.InFlight) == InFlight, 30.Seconds());
        }

        Assert.That(load.Failures, Is.Empty);
        var start = TimeProvider.System.GetTimestamp();
        if (isAsync)
        {
            await ((IAsyncDisposable)client.Services).DisposeAsync();
        }
        else
        {
            ((IDisposable)client.Services).Dispose();
        }

        var took = TimeProvider.System.GetElapsedTime(start);
        var stopped = load.StopAsync();
        isStopping.SetResult();
        Assert.That(await Task.WhenAny(stopped, Task.Delay(5.Seconds(), TimeProvider.System)), Is.SameAs(stopped), "operations that outlive the provider");
        TestContext.Out.WriteLine($"disposal took {took.TotalMilliseconds:0} ms, {load.Failures.Count} operations failed");
        Assert.That(took, Is.LessThan(5.Seconds()));
        Assert.That(load.Failures, Is.All.Matches<Exception>(error => error is ObjectDisposedException || IsOfDisposedSdk(error)));
        Assert.That(nodes.Nodes.Select(node => node.InFlight), Is.All.Zero);
        await Eventually.TrueAsync(() => cluster.Nodes.All(node => node.OpenConnections == 0), 5.Seconds());
    }

    // An operation that begins while another thread disposes of the SDK's client may find the client without its pipeline.
    private static bool IsOfDisposedSdk(Exception error) => error is NullReferenceException && error.StackTrace!.TrimStart().StartsWith("at Amazon.Runtime.AmazonServiceClient.", StringComparison.Ordinal);
}
