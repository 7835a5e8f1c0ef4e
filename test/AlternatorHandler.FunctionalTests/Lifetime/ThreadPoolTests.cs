using AlternatorHandler.Rigs.NodeHost;
using Microsoft.Extensions.DependencyInjection;

namespace AlternatorHandler.FunctionalTests.Lifetime;

/// <summary>An application that starts with all threads of the pool blocked, by its own fault or by synchronous calls. Its nodes are in another process, and not short of threads.</summary>
[NonParallelizable]
public sealed class ThreadPoolTests
{
    private const int Callers = 32;
    private const int FewThreads = 2;

    [Test]
    public async Task Many_synchronous_first_requests_on_few_threads_do_not_block_each_other_for_ever()
    {
        await using var nodes = await NodeProcess.StartAsync(ThreeNodes());
        await using var client = ClientOf(nodes);
        var http = client.Services.GetRequiredService<IHttpClientFactory>().CreateClient("typed");

        var requests = await OnFewThreadsAsync(() => Task.WhenAll(Enumerable.Range(0, Callers).Select(i => Task.Run(() =>
        {
            using var reply = http.Send(AlternatorRequest.Get($"{i}"));
            return reply.IsSuccessStatusCode;
        }))));

        Assert.That(requests, Is.All.True);
        Assert.That(client.Cluster.Nodes.Select(node => node.State), Is.All.Not.EqualTo(AlternatorNodeState.Down));
    }

    [Test]
    public async Task A_cluster_that_starts_while_all_threads_are_blocked_serves_when_there_are_threads_again()
    {
        await using var nodes = await NodeProcess.StartAsync(ThreeNodes());
        await using var client = ClientOf(nodes);
        var http = client.Services.GetRequiredService<IHttpClientFactory>().CreateClient("typed");
        using var release = new ManualResetEventSlim();

        var requests = await OnFewThreadsAsync(async () =>
        {
            // More than the pool has, and than it adds in the meantime.
            var blockers = Enumerable.Range(0, ThreadPool.ThreadCount + Callers).Select(_ => Task.Run(release.Wait)).ToArray();
            var all = Enumerable.Range(0, Callers).Select(i => SendAsync(http, $"{i}")).ToArray();
            var released = new Thread(() =>
            {
                // A thread of its own: the pool starves for as long as it sleeps.
                Thread.CurrentThread.Join(3.Seconds());
                release.Set();
            });
            released.Start();
            await Task.WhenAll(blockers);
            return await Task.WhenAll(all);
        });

        Assert.That(requests, Is.All.True);

        // What starvation did to probes and attempts is soon forgotten.
        await Eventually.TrueAsync(() => client.Cluster.Nodes.All(node => node.State != AlternatorNodeState.Down), 30.Seconds());
        Assert.That(await SendAsync(http, "after"), Is.True);
    }

    private static NodeArguments ThreeNodes() => new() { Listen = [new([127, 0, 9, 1]), new([127, 0, 9, 2]), new([127, 0, 9, 3])], Canned = 10 };

    private static TestClient ClientOf(NodeProcess nodes) =>
        TestClient.OfSeed(nodes.Addresses[0], services: services => services.AddHttpClient("typed").AddAlternatorLoadBalancing());

    private static async Task<bool> SendAsync(HttpClient http, string id)
    {
        using var reply = await http.SendAsync(AlternatorRequest.Get(id));
        return reply.IsSuccessStatusCode;
    }

    private static async Task<T> OnFewThreadsAsync<T>(Func<Task<T>> run)
    {
        ThreadPool.GetMinThreads(out var workers, out var ports);
        Assert.That(ThreadPool.SetMinThreads(FewThreads, ports));
        var start = TimeProvider.System.GetTimestamp();
        try
        {
            return await run().WaitAsync(120.Seconds());
        }
        finally
        {
            ThreadPool.SetMinThreads(workers, ports);
            TestContext.Out.WriteLine($"took {TimeProvider.System.GetElapsedTime(start).TotalSeconds:0.0} s, the pool has {ThreadPool.ThreadCount} threads now");
        }
    }
}
