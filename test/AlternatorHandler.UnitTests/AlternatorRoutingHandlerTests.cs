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
    public async Task A_request_is_sent_to_a_node_with_its_path_and_query_and_its_address_is_restored()
    {
        await using var pipeline = new TestPipeline(_ => Ok());
        using var request = Request("GetItem");

        using var response = await pipeline.SendAsync(request);

        Assert.That(pipeline.Attempts.Single().Uri.AbsoluteUri, Does.Match(@"^http://127\.0\.0\.[123]:1/path\?query=1$"));
        Assert.That((request.RequestUri, request.Headers.Host), Is.EqualTo((Service, (string?)null)));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("response"));
    }

    [Test]
    public async Task The_address_and_host_of_a_message_are_restored_however_the_request_ends([Values("response", "error", "refused", "bug", "cancelled")] string end, [Values(null, "own.example")] string? host)
    {
        using var cancellation = new CancellationTokenSource();
        await using var pipeline = new TestPipeline(_ => end switch
        {
            "response" => Ok(),
            "error" => StubTransport.Respond(HttpStatusCode.InternalServerError),
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
    public async Task A_failed_request_is_repeated_on_nodes_that_were_not_tried()
    {
        await using var pipeline = new TestPipeline(sent => sent.Number < 2 ? throw StubTransport.Refused() : Ok());

        using var response = await pipeline.SendAsync(Request("PutItem"));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(pipeline.Attempts.Select(sent => sent.Uri.Host), Is.EquivalentTo(["127.0.0.1", "127.0.0.2", "127.0.0.3"]));
    }

    [Test]
    public async Task A_signed_request_is_byte_identical_on_every_attempt_except_for_its_address()
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
    public async Task An_unsigned_request_has_its_own_host_or_the_configured_one(string? own, string? configured, string? expected)
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
    public async Task Every_attempt_sends_the_whole_body(Func<HttpContent> create)
    {
        await using var pipeline = new TestPipeline(sent => sent.Number < 2 ? throw StubTransport.Refused() : Ok());

        using var response = await pipeline.SendAsync(Request("PutItem", create()));

        Assert.That(pipeline.Attempts.Select(sent => sent.Body), Is.EqualTo(["\"hello\"", "\"hello\"", "\"hello\""]));
    }

    [Test]
    public async Task A_request_with_a_body_longer_than_the_buffer_is_sent_once()
    {
        await using var pipeline = new TestPipeline(_ => throw StubTransport.Refused(), options => options.Retry.MaxBufferSize = 10);
        var content = new StreamContent(new OneWayStream(new byte[11]));
        content.Headers.ContentLength = 11;

        Assert.That(() => pipeline.SendAsync(Request("GetItem", content)), Throws.InstanceOf<HttpRequestException>());
        Assert.That(pipeline.Attempts, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_body_of_unknown_length_that_exceeds_the_buffer_is_not_sent()
    {
        await using var pipeline = new TestPipeline(_ => Ok(), options => options.Retry.MaxBufferSize = 10);

        Assert.That(() => pipeline.SendAsync(Request("GetItem", new StreamContent(new OneWayStream(new byte[11])))), Throws.InstanceOf<HttpRequestException>().With.Message.Contains("Retry:MaxBufferSize"));
        Assert.That(pipeline.Attempts, Is.Empty);
    }

    [Test]
    public async Task A_write_whose_response_was_lost_is_repeated_only_if_it_is_idempotent()
    {
        await using var pipeline = new TestPipeline(sent => sent.Number % 2 == 0 ? throw new HttpRequestException(HttpRequestError.ResponseEnded) : Ok());

        using var set = await pipeline.SendAsync(Request("UpdateItem", new StringContent("""{"UpdateExpression":"SET a = :v"}""")));
        Assert.That(pipeline.Attempts, Has.Count.EqualTo(2));

        Assert.That(() => pipeline.SendAsync(Request("UpdateItem", new StringContent("""{"UpdateExpression":"ADD a :v"}"""))), Throws.InstanceOf<HttpRequestException>());
        Assert.That(pipeline.Attempts, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task The_error_response_of_the_last_node_is_returned_unchanged()
    {
        await using var pipeline = new TestPipeline(sent => StubTransport.Respond(HttpStatusCode.InternalServerError, $"response {sent.Number}"));

        using var response = await pipeline.SendAsync(Request("GetItem"));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("response 3"));
    }

    [Test]
    public async Task A_request_that_every_node_refuses_fails_with_a_message_that_names_every_node()
    {
        await using var pipeline = new TestPipeline(_ => throw StubTransport.Refused());

        var failure = Assert.ThrowsAsync<HttpRequestException>(() => pipeline.SendAsync(Request("GetItem")));

        Assert.That(failure!.Message, Does.StartWith("No usable Alternator node: 127.0.0.1:1 Down for 0 s (connection refused), 127.0.0.2:1 Down").And.Contain("GetItem was attempted: "));
        Assert.That(failure.HttpRequestError, Is.EqualTo(HttpRequestError.ConnectionError));
    }

    [Test]
    public async Task With_MaxAttempts_of_1_a_failed_request_is_not_repeated()
    {
        await using var pipeline = new TestPipeline(_ => throw StubTransport.Refused(), options => options.Retry.MaxAttempts = 1);

        Assert.That(() => pipeline.SendAsync(Request("GetItem")), Throws.InstanceOf<HttpRequestException>());
        Assert.That(pipeline.Attempts, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task An_unexpected_exception_is_rethrown_unchanged_and_counts_against_no_node()
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
    public async Task A_synchronous_request_is_retried_without_an_asynchronous_send()
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
    public async Task A_request_without_an_address_throws_InvalidOperationException()
    {
        await using var pipeline = new TestPipeline(_ => Ok());
        using var request = new HttpRequestMessage(HttpMethod.Post, (Uri?)null);

        Assert.That(() => pipeline.SendAsync(request), Throws.InvalidOperationException);
        Assert.That(pipeline.Attempts, Is.Empty);
    }

    [Test]
    public async Task Requests_to_an_idle_cluster_are_distributed_exactly_equally()
    {
        await using var pipeline = new TestPipeline(_ => Ok());
        for (var i = 0; i < 30; i++)
        {
            (await pipeline.SendAsync(Request("GetItem"))).Dispose();
        }

        Assert.That(pipeline.Attempts.CountBy(sent => sent.Uri.Host).Select(node => node.Value), Is.EqualTo([10, 10, 10]));
    }

    [Test]
    public async Task The_exception_of_a_policy_is_rethrown_on_any_attempt([Values(0, 1)] int attempt)
    {
        await using var pipeline = new TestPipeline(
            _ => StubTransport.Respond(HttpStatusCode.InternalServerError),
            options => options.LoadBalancingPolicy = nameof(ThrowingPolicy),
            services => services.AddSingleton<IAlternatorLoadBalancingPolicy>(new ThrowingPolicy(attempt)));

        Assert.That(() => pipeline.SendAsync(Request("GetItem")), Throws.InstanceOf<DivideByZeroException>());
    }

    private static HttpRequestMessage Request(string operation, HttpContent? content = null)
    {
        var request = TestCall.Request(operation, content);
        request.RequestUri = Service;
        return request;
    }

    private static HttpResponseMessage Ok() => StubTransport.Respond(HttpStatusCode.OK, "response");

    private static OperationCanceledException Cancel(CancellationTokenSource source)
    {
        source.Cancel();
        return new OperationCanceledException(source.Token);
    }

    private sealed class ThrowingPolicy(int attempt) : IAlternatorLoadBalancingPolicy
    {
        public string Name => nameof(ThrowingPolicy);

        public AlternatorNode Pick(ReadOnlySpan<AlternatorNode> usable, in AlternatorPickContext context) => context.Attempt == attempt ? throw new DivideByZeroException() : usable[0];
    }
}
