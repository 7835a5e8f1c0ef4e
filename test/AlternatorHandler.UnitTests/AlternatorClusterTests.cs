using AlternatorHandler.UnitTests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AlternatorHandler.UnitTests;

public sealed class AlternatorClusterTests
{
    [Test]
    public async Task Disposal_releases_the_requests_that_wait_for_the_first_node_list()
    {
        for (var i = 0; i < 50; i++)
        {
            await using var services = new ServiceCollection().AddAlternatorLoadBalancing(options => options.Seeds.Add(new Uri("http://127.0.0.1:1"))).Services.BuildServiceProvider();
            var cluster = (AlternatorCluster)services.GetRequiredService<IAlternatorCluster>();

            var waiting = cluster.Parts.Readiness.WaitAsync(CancellationToken.None).AsTask();
            cluster.Dispose();

            await waiting.WaitAsync(20.Seconds());
        }
    }

    [Test]
    public async Task A_disposed_cluster_throws_on_use_and_can_be_disposed_again()
    {
        var pipeline = new TestPipeline(_ => throw new InvalidOperationException());
        await pipeline.Cluster.DisposeAsync();
        await pipeline.Cluster.DisposeAsync();

        Assert.That(() => pipeline.Cluster.RefreshAsync(), Throws.InstanceOf<ObjectDisposedException>());
        await pipeline.DisposeAsync();
    }

    [Test]
    public async Task Disposal_ends_a_running_request_with_an_exception_that_names_the_cause()
    {
        var pipeline = new TestPipeline(async (_, cancellationToken) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            throw new InvalidOperationException();
        });
        using var request = TestCall.Request("GetItem");
        var sending = pipeline.SendAsync(request);
        await Eventually.TrueAsync(() => pipeline.InFlight == 1, within: 20.Seconds());

        await pipeline.Cluster.DisposeAsync();

        Assert.That(async () => await sending, Throws.InstanceOf<ObjectDisposedException>().With.Message.Contains("during the request"));
        Assert.That(pipeline.Attempts, Has.Count.EqualTo(1));
        Assert.That(pipeline.InFlight, Is.Zero);
        await pipeline.DisposeAsync();
    }

    [Test]
    public async Task A_cluster_starts_no_timer_before_the_first_request()
    {
        var time = new ManualTimeProvider();
        await using var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(time)
            .AddAlternatorLoadBalancing(options => options.Seeds.Add(new Uri("http://127.0.0.1:1")))
            .Services
            .BuildServiceProvider();
        var cluster = services.GetRequiredService<IAlternatorCluster>();

        Assert.That(time.PendingTimers, Is.Zero);
        Assert.That(cluster.Nodes.Single().LastFailure, Is.EqualTo("not probed yet"));
    }

    [Test]
    public async Task Disposal_leaves_no_pending_timer()
    {
        var time = new ManualTimeProvider();
        var pipeline = new TestPipeline(_ => StubTransport.Respond(System.Net.HttpStatusCode.OK), register: services => services.AddSingleton<TimeProvider>(time));
        using var request = TestCall.Request("GetItem");
        (await pipeline.SendAsync(request)).Dispose();

        await pipeline.DisposeAsync();

        await Eventually.TrueAsync(() => time.PendingTimers == 0, within: 20.Seconds());
    }

    [Test]
    public async Task A_logger_that_throws_ends_neither_loops_nor_requests()
    {
        var time = new ManualTimeProvider();
        var logger = new FailingLogger();
        await using var pipeline = new TestPipeline(
            sent => sent.Number == 0 ? throw StubTransport.Refused() : StubTransport.Respond(System.Net.HttpStatusCode.OK),
            register: services => services.AddSingleton<TimeProvider>(time).AddLogging(logging => logging.AddProvider(logger)));

        using var request = TestCall.Request("GetItem");
        using var response = await pipeline.SendAsync(request);

        Assert.That(response.IsSuccessStatusCode, Is.True);
        Assert.That(pipeline.Attempts, Has.Count.EqualTo(2));
        var before = logger.Calls;
        await Eventually.TrueAsync(() =>
        {
            // No node responds to discovery, so that each round logs a failure.
            time.Advance(1.Seconds());
            return logger.Calls > before + 5;
        }, within: 20.Seconds());
    }

    [Test]
    public async Task A_refresh_without_a_response_throws_with_the_failure_of_each_node()
    {
        await using var pipeline = new TestPipeline(_ => throw new InvalidOperationException());

        Assert.That(
            () => pipeline.Cluster.RefreshAsync().WaitAsync(20.Seconds()),
            Throws.InstanceOf<HttpRequestException>().With.Message.Contains("127.0.0.1:1: connection refused").And.Message.Contains("127.0.0.3:1: connection refused"));
    }
}
