using AlternatorHandler.Testing.Tests.Support;

namespace AlternatorHandler.Testing.Tests;

public class DisposalTests
{
    [Test]
    public async Task A_cluster_is_disposed_within_a_second_even_if_requests_are_in_flight()
    {
        var clock = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        var cluster = await AlternatorTestCluster.StartAsync(options => options.TimeProvider = clock);
        using var http = new HttpClient();
        foreach (var node in cluster.Nodes)
        {
            await http.GetStringAsync(node.Address);
        }

        Fault[] faults = [Fault.Hang, Fault.HangWithoutReading, Fault.Delay(TimeSpan.FromDays(1)), Fault.Drip(1, TimeSpan.FromDays(1))];
        var clients = new List<RawClient>();
        foreach (var fault in faults)
        {
            cluster[0].Faults.Next(1, fault);
            clients.Add(await RawClient.ConnectAsync(cluster[0]));
            await clients[^1].SendAsync(RawClient.Post("ListTables", "{}"));
            await Eventually.TrueAsync(() => cluster[0].RequestCount == clients.Count, within: 10.Seconds(), what: "the request has arrived");
        }

        clients.Add(await RawClient.ConnectAsync(cluster[1]));
        await clients[^1].SendAsync("POST / HTTP/1.1\r\nContent-Length: 1000\r\n\r\nhalf");

        var start = TimeProvider.System.GetTimestamp();
        await cluster.DisposeAsync();

        Assert.That(TimeProvider.System.GetElapsedTime(start), Is.LessThan(TimeSpan.FromSeconds(1)));
        Assert.That(cluster[0].Requests, Has.None.Matches<RecordedRequest>(request => request.Fault is "Hang" or "HangWithoutReading" or "Delay" && request.WasExecuted));
        foreach (var client in clients)
        {
            Assert.That((await client.ReadToEndAsync()).WasReset, Is.True);
            client.Dispose();
        }
    }

    [Test]
    public async Task A_disposed_cluster_can_be_disposed_again_and_rejects_new_nodes()
    {
        var cluster = await AlternatorTestCluster.StartAsync();
        await cluster.DisposeAsync();
        await cluster.DisposeAsync();

        Assert.That(() => cluster.AddNodeAsync(), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(cluster[0].StartAsync, Throws.InvalidOperationException);
    }
}
