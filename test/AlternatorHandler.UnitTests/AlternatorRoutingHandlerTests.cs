using System.Net;
using System.Net.Http.Json;
using AlternatorHandler.UnitTests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AlternatorHandler.UnitTests;

public sealed class AlternatorRoutingHandlerTests
{
    private const string Signature = "AWS4-HMAC-SHA256 Credential=alternator/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host;x-amz-date;x-amz-target, Signature=00ff";

    private static readonly Uri Service = new("http://alternator.example:8000/path?query=1");

    [Test]
    public async Task A_request_goes_to_a_node_with_its_path_and_query_and_returns_as_it_came()
    {
        await using var pipeline = new TestPipeline(_ => Ok());
        using var request = Request("GetItem");

        using var response = await pipeline.SendAsync(request);

        Assert.That(pipeline.Attempts.Single().Uri.AbsoluteUri, Does.Match(@"^http://127\.0\.0\.[123]:1/path\?query=1$"));
        Assert.That((request.RequestUri, request.Headers.Host), Is.EqualTo((Service, (string?)null)));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("answer"));
    }

    [Test]
    public async Task Address_and_host_are_restored_however_the_request_ends([Values("answer", "error", "refused", "bug", "cancelled")] string end, [Values(null, "own.example")] string? host)
    {
        using var cancellation = new CancellationTokenSource();
        await using var pipeline = new TestPipeline(_ => end switch
        {
            "answer" => Ok(),
            "error" => StubTransport.Reply(HttpStatusCode.InternalServerError),
            "refused" => throw StubTransport.Refused(),
            "bug" => throw new InvalidOperationException("a bug of a handler"),
            _ => throw Cancel(cancellation),
        });
        using var request = Request("GetItem");
        request.Headers.Host = host;

        try
        {
            (await pipeline.SendAsync(request, cancellation.Token)).Dispose();
        }
        catch (Exception exception) when (exception is HttpRequestException or InvalidOperationException or OperationCanceledException)
        {
        }

        Assert.That((request.RequestUri, request.Headers.Host), Is.EqualTo((Service, host)));
        Assert.That(pipeline.InFlight, Is.Zero);
    }

    [Test]
    public async Task A_failed_request_moves_on_to_nodes_that_were_not_tried()
    {
        await using var pipeline = new TestPipeline(sent => sent.Number < 2 ? throw StubTransport.Refused() : Ok());

        using var response = await pipeline.SendAsync(Request("PutItem"));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(pipeline.Attempts.Select(sent => sent.Uri.Host), Is.EquivalentTo(["127.0.0.1", "127.0.0.2", "127.0.0.3"]));
    }

    [Test]
    public async Task A_signed_request_is_byte_identical_on_every_attempt_but_for_its_address()
    {
        await using var pipeline = new TestPipeline(sent => sent.Number < 2 ? throw StubTransport.Refused() : Ok(), options => options.HostHeader = "configured.example");
        using var request = Request("PutItem", new StringContent("body"));
        request.Headers.TryAddWithoutValidation("Authorization", Signature);
        request.Headers.TryAddWithoutValidation("X-Amz-Date", "20260101T000000Z");

        using var response = await pipeline.SendAsync(request);

        Assert.That(pipeline.Attempts, Has.Count.EqualTo(3));
        Assert.That(pipeline.Attempts.Select(sent => sent.Headers).Distinct().Single(), Does.Contain($"Authorization: {Signature}").And.Contain("X-Amz-Date: 20260101T000000Z"));
        Assert.That(pipeline.Attempts.Select(sent => (sent.Host, sent.Body)).Distinct(), Is.EqualTo([("alternator.example:8000", "body")]));
    }

    [TestCase(null, null, null)]
    [TestCase(null, "configured.example", "configured.example")]
    [TestCase("own.example", "configured.example", "own.example")]
    public async Task A_request_without_signature_has_its_own_host_or_the_configured_one(string? own, string? configured, string? expected)
    {
        await using var pipeline = new TestPipeline(sent => sent.Number < 1 ? throw StubTransport.Refused() : Ok(), options => options.HostHeader = configured);
        using var request = Request("GetItem");
        request.Headers.Host = own;

        using var response = await pipeline.SendAsync(request);

        Assert.That(pipeline.Attempts.Select(sent => sent.Host), Is.EqualTo([expected, expected]));
    }

    private static IEnumerable<TestCaseData> Bodies()
    {
        yield return new TestCaseData(() => (HttpContent)new StringContent("\"hello\"")).SetArgDisplayNames("string");
        yield return new TestCaseData(() => (HttpContent)new ReadOnlyMemoryContent("\"hello\""u8.ToArray())).SetArgDisplayNames("memory");
        yield return new TestCaseData(() => (HttpContent)JsonContent.Create("hello")).SetArgDisplayNames("json");
        yield return new TestCaseData(() => (HttpContent)new StreamContent(new OneWayStream("\"hello\""u8.ToArray()))).SetArgDisplayNames("one-way stream");
    }

    [TestCaseSource(nameof(Bodies))]
    public async Task Every_attempt_has_the_whole_body(Func<HttpContent> create)
    {
        await using var pipeline = new TestPipeline(sent => sent.Number < 2 ? throw StubTransport.Refused() : Ok());

        using var response = await pipeline.SendAsync(Request("PutItem", create()));

        Assert.That(pipeline.Attempts.Select(sent => sent.Body), Is.EqualTo(["\"hello\"", "\"hello\"", "\"hello\""]));
    }

    [Test]
    public async Task A_body_too_long_to_keep_is_sent_once()
    {
        await using var pipeline = new TestPipeline(_ => throw StubTransport.Refused(), options => options.Retry.MaxBufferSize = 10);
        var content = new StreamContent(new OneWayStream(new byte[11]));
        content.Headers.ContentLength = 11;

        Assert.That(() => pipeline.SendAsync(Request("GetItem", content)), Throws.InstanceOf<HttpRequestException>());
        Assert.That(pipeline.Attempts, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_body_of_unknown_length_and_too_long_is_not_sent_at_all()
    {
        await using var pipeline = new TestPipeline(_ => Ok(), options => options.Retry.MaxBufferSize = 10);

        Assert.That(() => pipeline.SendAsync(Request("GetItem", new StreamContent(new OneWayStream(new byte[11])))), Throws.InstanceOf<HttpRequestException>().With.Message.Contains("Retry:MaxBufferSize"));
        Assert.That(pipeline.Attempts, Is.Empty);
    }

    [Test]
    public async Task A_write_whose_reply_was_lost_goes_by_what_it_does()
    {
        await using var pipeline = new TestPipeline(sent => sent.Number % 2 == 0 ? throw new HttpRequestException(HttpRequestError.ResponseEnded) : Ok());

        using var set = await pipeline.SendAsync(Request("UpdateItem", new StringContent("""{"UpdateExpression":"SET a = :v"}""")));
        Assert.That(pipeline.Attempts, Has.Count.EqualTo(2));

        Assert.That(() => pipeline.SendAsync(Request("UpdateItem", new StringContent("""{"UpdateExpression":"ADD a :v"}"""))), Throws.InstanceOf<HttpRequestException>());
        Assert.That(pipeline.Attempts, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task The_last_nodes_error_is_the_callers_unchanged()
    {
        await using var pipeline = new TestPipeline(sent => StubTransport.Reply(HttpStatusCode.InternalServerError, $"answer {sent.Number}"));

        using var response = await pipeline.SendAsync(Request("GetItem"));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("answer 3"));
    }

    [Test]
    public async Task A_request_that_every_node_refuses_names_all_of_them()
    {
        await using var pipeline = new TestPipeline(_ => throw StubTransport.Refused());

        var failure = Assert.ThrowsAsync<HttpRequestException>(() => pipeline.SendAsync(Request("GetItem")));

        Assert.That(failure!.Message, Does.StartWith("No usable Alternator node: 127.0.0.1:1 Down for 0 s (connection refused), 127.0.0.2:1 Down").And.Contain("GetItem was attempted: "));
        Assert.That(failure.HttpRequestError, Is.EqualTo(HttpRequestError.ConnectionError));
    }

    [Test]
    public async Task With_one_attempt_there_is_no_other()
    {
        await using var pipeline = new TestPipeline(_ => throw StubTransport.Refused(), options => options.Retry.MaxAttempts = 1);

        Assert.That(() => pipeline.SendAsync(Request("GetItem")), Throws.InstanceOf<HttpRequestException>());
        Assert.That(pipeline.Attempts, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_bug_below_is_thrown_as_it_is_and_blamed_on_no_node()
    {
        var bug = new InvalidOperationException("a bug of a handler");
        await using var pipeline = new TestPipeline(_ => throw bug);
        for (var i = 0; i < 20; i++)
        {
            Assert.That(() => pipeline.SendAsync(Request("GetItem")), Throws.Exception.SameAs(bug));
        }

        Assert.That(pipeline.Attempts, Has.Count.EqualTo(20));
        Assert.That(pipeline.Cluster.Nodes.Select(node => node.State), Is.All.EqualTo(AlternatorNodeState.Up));
    }

    [Test]
    public async Task A_caller_that_gives_up_gets_its_own_cancellation_and_no_node_is_blamed()
    {
        using var cancellation = new CancellationTokenSource();
        await using var pipeline = new TestPipeline(SilentAsync);
        var sending = pipeline.SendAsync(Request("GetItem"), cancellation.Token);
        await Eventually.TrueAsync(() => pipeline.InFlight == 1, within: 20.Seconds());

        await cancellation.CancelAsync();

        Assert.That(() => sending, Throws.InstanceOf<OperationCanceledException>().With.Property("CancellationToken").EqualTo(cancellation.Token));
        Assert.That(pipeline.InFlight, Is.Zero);
        Assert.That(pipeline.Attempts, Has.Count.EqualTo(1));
        Assert.That(pipeline.Cluster.Nodes.Select(node => node.LastFailure), Is.All.Null);
    }

    [Test]
    public async Task A_caller_that_gave_up_before_gets_nothing_sent_twice()
    {
        await using var pipeline = new TestPipeline(SilentAsync);

        Assert.That(() => pipeline.SendAsync(Request("GetItem"), new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(pipeline.Attempts, Has.Count.LessThanOrEqualTo(1));
    }

    [Test]
    public async Task An_attempt_that_takes_too_long_moves_on_only_when_it_has_ended()
    {
        var underWay = 0;
        var together = 0;
        await using var pipeline = new TestPipeline(
            async (sent, cancellationToken) =>
            {
                together = Math.Max(together, Interlocked.Increment(ref underWay));
                try
                {
                    return sent.Number == 2 ? Ok() : await SilentAsync(sent, cancellationToken);
                }
                finally
                {
                    // A handler that is slow to notice: its body may still be on its way to the node.
                    await Task.Delay(50.Milliseconds(), TimeProvider.System, CancellationToken.None);
                    Interlocked.Decrement(ref underWay);
                }
            },
            options => options.Retry.AttemptTimeout = 30.Milliseconds());

        using var response = await pipeline.SendAsync(Request("GetItem"));

        Assert.That((pipeline.Attempts.Count, together, underWay), Is.EqualTo((3, 1, 0)));
    }

    [Test]
    public async Task All_attempts_together_take_no_longer_than_the_total_time()
    {
        await using var pipeline = new TestPipeline(SilentAsync, options => (options.Retry.AttemptTimeout, options.Retry.TotalTimeout) = (80.Milliseconds(), 200.Milliseconds()));
        var start = TimeProvider.System.GetTimestamp();

        var failure = Assert.ThrowsAsync<HttpRequestException>(() => pipeline.SendAsync(Request("GetItem")));

        Assert.That(failure!.Message, Does.Contain("no answer in time"));
        Assert.That(TimeProvider.System.GetElapsedTime(start), Is.LessThan(5.Seconds()));
        Assert.That(pipeline.Attempts, Has.Count.InRange(2, 4));
    }

    [Test]
    public async Task An_attempt_that_began_with_little_time_left_is_no_failure_of_its_node()
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

        var failure = Assert.ThrowsAsync<HttpRequestException>(() => pipeline.SendAsync(Request("GetItem")));

        Assert.That(pipeline.Attempts, Has.Count.EqualTo(2));
        Assert.That(failure!.Message, Does.EndWith("no answer in the time that was left after 1000 ms."));
        Assert.That(failure.InnerException, Is.InstanceOf<TimeoutException>());
    }

    [Test]
    public async Task When_a_node_goes_down_its_requests_move_on()
    {
        await using var pipeline = new TestPipeline((sent, cancellationToken) => sent.Number == 0 ? SilentAsync(sent, cancellationToken) : Task.FromResult(Ok()));
        var sending = pipeline.SendAsync(Request("GetItem"));
        await Eventually.TrueAsync(() => !pipeline.Attempts.IsEmpty, within: 20.Seconds());
        var first = pipeline.Attempts.Single().Uri.Host;

        pipeline.MarkDown(first);

        using var response = await sending;
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(pipeline.Attempts.Last().Uri.Host, Is.Not.EqualTo(first));
    }

    [Test]
    public async Task An_answer_from_before_a_node_went_down_does_not_bring_it_back()
    {
        var answer = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var pipeline = new TestPipeline((_, _) => answer.Task);
        var sending = pipeline.SendAsync(Request("GetItem"));
        await Eventually.TrueAsync(() => !pipeline.Attempts.IsEmpty, within: 20.Seconds());
        var host = pipeline.Attempts.Single().Uri.Host;

        pipeline.MarkDown(host);
        answer.SetResult(Ok());

        using var response = await sending;
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), "the answer is good for the caller all the same");
        Assert.That(pipeline.Cluster.Nodes.Single(node => node.Address.Host == host).State, Is.EqualTo(AlternatorNodeState.Down));
    }

    [Test]
    public async Task A_synchronous_request_obeys_the_same_rules_without_an_asynchronous_send()
    {
        await using var pipeline = new TestPipeline(sent => sent.Number < 2 ? throw StubTransport.Refused() : Ok());
        using var request = Request("PutItem", new StringContent("body"));

        using var response = await Task.Run(() => pipeline.Send(request)).WaitAsync(20.Seconds());

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(pipeline.Attempts.Select(sent => sent.Uri.Host), Is.Unique);
        Assert.That(pipeline.Attempts.Select(sent => (sent.IsSynchronous, sent.Body)), Is.All.EqualTo((true, "body")));
        Assert.That(request.RequestUri, Is.EqualTo(Service));
        Assert.That(pipeline.InFlight, Is.Zero);
    }

    [Test]
    public async Task A_synchronous_request_ends_with_its_caller()
    {
        using var cancellation = new CancellationTokenSource();
        await using var pipeline = new TestPipeline(SilentAsync);
        var sending = Task.Run(() => pipeline.Send(Request("GetItem"), cancellation.Token));
        await Eventually.TrueAsync(() => pipeline.InFlight == 1, within: 20.Seconds());

        await cancellation.CancelAsync();

        Assert.That(() => sending.WaitAsync(20.Seconds()), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(pipeline.InFlight, Is.Zero);
    }

    [Test]
    public async Task A_request_without_an_address_is_the_callers_mistake()
    {
        await using var pipeline = new TestPipeline(_ => Ok());
        using var request = new HttpRequestMessage(HttpMethod.Post, (Uri?)null);

        Assert.That(() => pipeline.SendAsync(request), Throws.InvalidOperationException);
        Assert.That(pipeline.Attempts, Is.Empty);
    }

    [Test]
    public async Task An_idle_clusters_requests_are_spread_exactly_equally()
    {
        await using var pipeline = new TestPipeline(_ => Ok());
        for (var i = 0; i < 30; i++)
        {
            (await pipeline.SendAsync(Request("GetItem"))).Dispose();
        }

        Assert.That(pipeline.Attempts.CountBy(sent => sent.Uri.Host).Select(node => node.Value), Is.EqualTo([10, 10, 10]));
    }

    [Test]
    public async Task A_policy_that_throws_is_the_users_bug_on_any_attempt([Values(0, 1)] int attempt)
    {
        await using var pipeline = new TestPipeline(
            _ => StubTransport.Reply(HttpStatusCode.InternalServerError),
            options => options.LoadBalancingPolicy = nameof(Throwing),
            services => services.AddSingleton<IAlternatorLoadBalancingPolicy>(new Throwing(attempt)));

        Assert.That(() => pipeline.SendAsync(Request("GetItem")), Throws.InstanceOf<DivideByZeroException>());
    }

    private static HttpRequestMessage Request(string operation, HttpContent? content = null)
    {
        var request = TestCall.Request(operation, content);
        request.RequestUri = Service;
        return request;
    }

    private static HttpResponseMessage Ok() => StubTransport.Reply(HttpStatusCode.OK, "answer");

    private static async Task<HttpResponseMessage> SilentAsync(TestPipeline.Sent sent, CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        return Ok();
    }

    private static OperationCanceledException Cancel(CancellationTokenSource source)
    {
        source.Cancel();
        return new OperationCanceledException(source.Token);
    }

    private sealed class Throwing(int attempt) : IAlternatorLoadBalancingPolicy
    {
        public string Name => nameof(Throwing);

        public AlternatorNode Pick(ReadOnlySpan<AlternatorNode> usable, in AlternatorPickContext context) => context.Attempt == attempt ? throw new DivideByZeroException() : usable[0];
    }
}
