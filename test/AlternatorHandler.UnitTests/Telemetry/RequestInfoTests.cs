using System.Net;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Telemetry;

public sealed class RequestInfoTests
{
    [Test]
    public async Task The_info_of_a_message_contains_the_serving_node_and_the_attempts()
    {
        await using var pipeline = new TestPipeline(sent => sent.Number == 0 ? throw StubTransport.Refused() : Ok());
        using var request = TestCall.Request("GetItem");
        request.Options.Set(AlternatorRequestKeys.Info, new AlternatorRequestInfo());

        using var response = await pipeline.SendAsync(request);

        Assert.That(request.Options.TryGetValue(AlternatorRequestKeys.Info, out var info), Is.True);
        var addresses = pipeline.Attempts.Select(sent => new Uri(sent.Uri.GetLeftPart(UriPartial.Authority))).ToArray();
        Assert.That((info!.Node, info.Operation, info.Cluster, info.ErrorType), Is.EqualTo((addresses[1], "GetItem", string.Empty, (string?)null)));
        Assert.That(info.Attempts.Select(attempt => (attempt.Node, attempt.Outcome)), Is.EqualTo([(addresses[0], AlternatorAttemptOutcome.NotSent), (addresses[1], AlternatorAttemptOutcome.Answered)]));
        Assert.That(info.Duration, Is.GreaterThanOrEqualTo(info.Attempts[0].Duration + info.Attempts[1].Duration));
    }

    [Test]
    public async Task A_message_that_is_sent_again_has_the_info_of_the_last_request()
    {
        await using var pipeline = new TestPipeline(sent => sent.Number == 0 ? throw StubTransport.Refused() : Ok());
        using var request = TestCall.Request("GetItem");
        var info = new AlternatorRequestInfo();
        request.Options.Set(AlternatorRequestKeys.Info, info);

        (await pipeline.SendAsync(request)).Dispose();
        (await pipeline.SendAsync(request)).Dispose();

        Assert.That(info.Attempts, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_capture_contains_only_the_requests_of_its_asynchronous_flow()
    {
        await using var pipeline = new TestPipeline(_ => Ok());
        var others = Task.Run(() => pipeline.SendAsync(TestCall.Request("Scan")));
        using var capture = AlternatorRequestInfo.Capture();

        (await pipeline.SendAsync(TestCall.Request("GetItem"))).Dispose();
        (await pipeline.SendAsync(TestCall.Request("PutItem"))).Dispose();
        (await others).Dispose();

        Assert.That(capture.Requests.Select(info => info.Operation), Is.EqualTo(["GetItem", "PutItem"]));
        Assert.That(capture.Last, Is.SameAs(capture.Requests[1]));
        Assert.That(capture.Last!.Node, Is.EqualTo(capture.Last.Attempts.Single().Node));
    }

    [Test]
    public async Task A_capture_contains_all_concurrent_requests()
    {
        await using var pipeline = new TestPipeline(async (_, _) =>
        {
            await Task.Yield();
            return Ok();
        });
        using var capture = AlternatorRequestInfo.Capture();

        var responses = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => pipeline.SendAsync(TestCall.Request("GetItem"))));

        Array.ForEach(responses, response => response.Dispose());
        Assert.That(capture.Requests, Has.Count.EqualTo(50));
        Assert.That(capture.Requests, Is.Unique);
    }

    [Test]
    public async Task A_nested_capture_ends_without_ending_the_outer_capture()
    {
        await using var pipeline = new TestPipeline(_ => Ok());
        using var outer = AlternatorRequestInfo.Capture();
        using (var inner = AlternatorRequestInfo.Capture())
        {
            (await pipeline.SendAsync(TestCall.Request("GetItem"))).Dispose();
            Assert.That(inner.Requests, Has.Count.EqualTo(1));
        }

        (await pipeline.SendAsync(TestCall.Request("PutItem"))).Dispose();

        Assert.That(outer.Requests.Select(info => info.Operation), Is.EqualTo(["GetItem", "PutItem"]));
    }

    [Test]
    public async Task A_failed_request_is_captured_with_its_attempts()
    {
        await using var pipeline = new TestPipeline(_ => throw StubTransport.Refused());
        using var capture = AlternatorRequestInfo.Capture();

        Assert.That(async () => await pipeline.SendAsync(TestCall.Request("GetItem")), Throws.InstanceOf<HttpRequestException>());

        Assert.That((capture.Last!.Node, capture.Last.ErrorType), Is.EqualTo(((Uri?)null, "not_sent")));
        Assert.That(capture.Last.Attempts.Select(attempt => attempt.Outcome), Is.EqualTo(Enumerable.Repeat(AlternatorAttemptOutcome.NotSent, 4)));
    }

    [Test]
    public async Task The_info_of_a_hedged_read_contains_the_node_of_the_winner()
    {
        await using var pipeline = new TestPipeline(
            async (sent, token) =>
            {
                if (sent.Number == 0)
                {
                    await new TaskCompletionSource().Task.WaitAsync(token);
                }

                return Ok();
            },
            options =>
            {
                options.Hedging.Enabled = true;
                options.Hedging.MaxDelay = options.Hedging.MinDelay;
                options.Hedging.MaxExtraRatio = 1;
            });
        using var capture = AlternatorRequestInfo.Capture();

        using var response = await pipeline.SendAsync(TestCall.Request("GetItem"));

        Assert.That(pipeline.Attempts, Has.Count.EqualTo(2));
        Assert.That(capture.Last!.Node!.Host, Is.EqualTo(pipeline.Attempts.Last().Uri.Host));
        Assert.That(capture.Last.Attempts.Select(attempt => attempt.Outcome), Is.EquivalentTo([AlternatorAttemptOutcome.Abandoned, AlternatorAttemptOutcome.Answered]));
    }

    private static HttpResponseMessage Ok() => StubTransport.Respond(HttpStatusCode.OK);
}
