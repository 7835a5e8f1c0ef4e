using System.Net;
using AlternatorHandler.UnitTests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AlternatorHandler.UnitTests;

public sealed class RequestCancellationTests
{
    [Test]
    public async Task Cancellation_by_the_caller_keeps_its_token_and_counts_against_no_node()
    {
        using var cancellation = new CancellationTokenSource();
        await using var pipeline = new TestPipeline(TestPipeline.SilentAsync);
        var sending = pipeline.SendAsync(TestCall.Request("GetItem"), cancellation.Token);
        await Eventually.TrueAsync(() => pipeline.InFlight == 1, within: 20.Seconds());

        await cancellation.CancelAsync();

        Assert.That(() => sending, Throws.InstanceOf<OperationCanceledException>().With.Property("CancellationToken").EqualTo(cancellation.Token));
        Assert.That(pipeline.InFlight, Is.Zero);
        Assert.That(pipeline.Attempts, Has.Count.EqualTo(1));
        Assert.That(pipeline.Cluster.Nodes.Select(node => node.LastFailure), Is.All.Null);
    }

    [Test]
    public async Task A_request_that_is_already_canceled_is_attempted_at_most_once()
    {
        await using var pipeline = new TestPipeline(TestPipeline.SilentAsync);

        Assert.That(() => pipeline.SendAsync(TestCall.Request("GetItem"), new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(pipeline.Attempts, Has.Count.LessThanOrEqualTo(1));
    }

    [Test]
    public async Task A_synchronous_request_ends_when_its_caller_cancels()
    {
        using var cancellation = new CancellationTokenSource();
        await using var pipeline = new TestPipeline(TestPipeline.SilentAsync);
        var sending = Task.Run(() => pipeline.Send(TestCall.Request("GetItem"), cancellation.Token));
        await Eventually.TrueAsync(() => pipeline.InFlight == 1, within: 20.Seconds());

        await cancellation.CancelAsync();

        Assert.That(() => sending.WaitAsync(20.Seconds()), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(pipeline.InFlight, Is.Zero);
    }

    [Test]
    public async Task The_attempt_after_a_timeout_starts_only_when_the_previous_one_has_ended()
    {
        var running = 0;
        var maxRunning = 0;
        await using var pipeline = new TestPipeline(
            async (sent, cancellationToken) =>
            {
                maxRunning = Math.Max(maxRunning, Interlocked.Increment(ref running));
                try
                {
                    return sent.Number == 2 ? Ok() : await TestPipeline.SilentAsync(sent, cancellationToken);
                }
                finally
                {
                    // Simulates a handler that reacts late to cancellation: its body may still be on its way to the node.
                    await Task.Delay(50.Milliseconds(), TimeProvider.System, CancellationToken.None);
                    Interlocked.Decrement(ref running);
                }
            },
            options => options.Retry.AttemptTimeout = 30.Milliseconds());

        using var response = await pipeline.SendAsync(TestCall.Request("GetItem"));

        Assert.That((pipeline.Attempts.Count, maxRunning, running), Is.EqualTo((3, 1, 0)));
    }

    [Test]
    public async Task All_attempts_together_end_within_the_total_timeout()
    {
        await using var pipeline = new TestPipeline(TestPipeline.SilentAsync, options => (options.Retry.AttemptTimeout, options.Retry.TotalTimeout) = (80.Milliseconds(), 200.Milliseconds()));
        var start = TimeProvider.System.GetTimestamp();

        var failure = Assert.ThrowsAsync<HttpRequestException>(() => pipeline.SendAsync(TestCall.Request("GetItem")));

        Assert.That(failure!.Message, Does.Contain("no response in time"));
        Assert.That(TimeProvider.System.GetElapsedTime(start), Is.LessThan(5.Seconds()));
        Assert.That(pipeline.Attempts, Has.Count.InRange(2, 4));
    }

    [Test]
    public async Task An_attempt_that_the_total_timeout_truncates_is_reported_as_out_of_time()
    {
        var time = new ManualTimeProvider();
        await using var pipeline = new TestPipeline(
            (sent, cancellationToken) =>
            {
                time.Advance(sent.Number == 0 ? 9.Seconds() : 1.Seconds());
                cancellationToken.ThrowIfCancellationRequested();
                throw new HttpRequestException(HttpRequestError.ResponseEnded);
            },
            options => (options.Retry.AttemptTimeout, options.Retry.TotalTimeout) = (10.Seconds(), 10.Seconds()),
            services => services.AddSingleton<TimeProvider>(time));

        var failure = Assert.ThrowsAsync<HttpRequestException>(() => pipeline.SendAsync(TestCall.Request("GetItem")));

        Assert.That(pipeline.Attempts, Has.Count.EqualTo(2));
        Assert.That(failure!.Message, Does.EndWith("no response in the remaining time after 1000 ms."));
        Assert.That(failure.InnerException, Is.InstanceOf<TimeoutException>());
    }

    [Test]
    public async Task When_a_node_goes_down_its_requests_are_repeated_on_another_node()
    {
        await using var pipeline = new TestPipeline((sent, cancellationToken) => sent.Number == 0 ? TestPipeline.SilentAsync(sent, cancellationToken) : Task.FromResult(Ok()));
        var sending = pipeline.SendAsync(TestCall.Request("GetItem"));
        await Eventually.TrueAsync(() => !pipeline.Attempts.IsEmpty, within: 20.Seconds());
        var first = pipeline.Attempts.Single().Uri.Host;

        pipeline.MarkDown(first);

        using var response = await sending;
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(pipeline.Attempts.Last().Uri.Host, Is.Not.EqualTo(first));
    }

    [Test]
    public async Task A_response_to_an_attempt_from_before_a_node_went_down_does_not_restore_the_node()
    {
        var completion = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var pipeline = new TestPipeline((_, _) => completion.Task);
        var sending = pipeline.SendAsync(TestCall.Request("GetItem"));
        await Eventually.TrueAsync(() => !pipeline.Attempts.IsEmpty, within: 20.Seconds());
        var host = pipeline.Attempts.Single().Uri.Host;

        pipeline.MarkDown(host);
        completion.SetResult(Ok());

        using var response = await sending;
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), "the caller still receives the response");
        Assert.That(pipeline.Cluster.Nodes.Single(node => node.Address.Host == host).State, Is.EqualTo(AlternatorNodeState.Down));
    }

    private static HttpResponseMessage Ok() => StubTransport.Respond(HttpStatusCode.OK);
}
