using System.Net;
using System.Net.Sockets;
using AlternatorHandler.Outcomes;
using AlternatorHandler.Requests;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Requests;

internal sealed class OutcomeClassifierTests
{
    private const string ShedBody = """{"__type":"com.amazonaws.dynamodb.v20120810#RequestLimitExceeded","message":"too many in-flight requests (configured via max_concurrent_requests_per_shard): 300"}""";

    private readonly TestNodes _nodes = TestNodes.Up(1);
    private readonly ManualTimeProvider _time = new();

    [TestCase(200, AlternatorAttemptOutcome.Answered)]
    [TestCase(204, AlternatorAttemptOutcome.Answered)]
    [TestCase(307, AlternatorAttemptOutcome.Answered)]
    [TestCase(401, AlternatorAttemptOutcome.Answered)]
    [TestCase(403, AlternatorAttemptOutcome.Answered)]
    [TestCase(404, AlternatorAttemptOutcome.Answered)]
    [TestCase(413, AlternatorAttemptOutcome.Answered)]
    [TestCase(429, AlternatorAttemptOutcome.Answered)]
    [TestCase(500, AlternatorAttemptOutcome.ServerError)]
    [TestCase(501, AlternatorAttemptOutcome.Answered)]
    [TestCase(502, AlternatorAttemptOutcome.BadGateway)]
    [TestCase(503, AlternatorAttemptOutcome.BadGateway)]
    [TestCase(504, AlternatorAttemptOutcome.BadGateway)]
    public async Task A_response_is_classified_by_its_status(int status, AlternatorAttemptOutcome expected)
    {
        using var response = StubTransport.Respond((HttpStatusCode)status);

        var outcome = await OutcomeClassifier.FromResponseAsync(response, CancellationToken.None);

        Assert.That(outcome.Kind, Is.EqualTo(expected));
        Assert.That(outcome.Response, Is.SameAs(response));
        Assert.That(outcome.Reason, expected == AlternatorAttemptOutcome.Answered ? Is.Empty : Does.StartWith(status.ToString(null, null)));
    }

    [TestCase(ShedBody, AlternatorAttemptOutcome.Shed)]
    [TestCase("""{"message":"too many in-flight requests","__type":"RequestLimitExceeded"}""", AlternatorAttemptOutcome.Shed)]
    [TestCase("""{"__type":"x#RequestLimitExceeded","message":"Per-partition rate limit reached for read operation in table t"}""", AlternatorAttemptOutcome.Throttled)]
    [TestCase("""{"__type":"x#RequestLimitExceeded"}""", AlternatorAttemptOutcome.Throttled)]
    [TestCase("""{"__type":"x#ProvisionedThroughputExceededException","message":"slow down"}""", AlternatorAttemptOutcome.Throttled)]
    [TestCase("""{"__type":"x#ThrottlingException","message":"slow down"}""", AlternatorAttemptOutcome.Throttled)]
    [TestCase("""{"__type":"x#ConditionalCheckFailedException","message":"The conditional request failed"}""", AlternatorAttemptOutcome.Answered)]
    [TestCase("""{"__type":"x#ConditionalCheckFailedException","message":"too many in-flight requests"}""", AlternatorAttemptOutcome.Answered)]
    [TestCase("""{"__type":"x#ValidationException","message":"RequestLimitExceeded"}""", AlternatorAttemptOutcome.Answered)]
    [TestCase("""{"__type":"x#ResourceNotFoundException"}""", AlternatorAttemptOutcome.Answered)]
    [TestCase("""{"__type":"RequestLimitExceededX"}""", AlternatorAttemptOutcome.Answered)]

    // Bodies of an unexpected form.
    [TestCase("", AlternatorAttemptOutcome.Answered)]
    [TestCase("RequestLimitExceeded", AlternatorAttemptOutcome.Answered)]
    [TestCase("<html>RequestLimitExceeded</html>", AlternatorAttemptOutcome.Answered)]
    [TestCase("null", AlternatorAttemptOutcome.Answered)]
    [TestCase("[]", AlternatorAttemptOutcome.Answered)]
    [TestCase("""["RequestLimitExceeded"]""", AlternatorAttemptOutcome.Answered)]
    [TestCase("""{"__type":null,"message":null}""", AlternatorAttemptOutcome.Answered)]
    [TestCase("""{"__type":{"a":"RequestLimitExceeded"},"message":[1,2]}""", AlternatorAttemptOutcome.Answered)]
    [TestCase("""{"error":{"__type":"RequestLimitExceeded"}}""", AlternatorAttemptOutcome.Answered)]
    [TestCase("""{"__type":"RequestLimitExceeded" """, AlternatorAttemptOutcome.Answered)]
    [TestCase("""{"__type":"\ud800"}""", AlternatorAttemptOutcome.Answered)]
    [TestCase("""{"__type":""}""", AlternatorAttemptOutcome.Answered)]
    [TestCase("""{"__type":"#"}""", AlternatorAttemptOutcome.Answered)]
    public async Task A_400_response_is_classified_by_its_type_and_message(string body, AlternatorAttemptOutcome expected)
    {
        using var response = StubTransport.Respond(HttpStatusCode.BadRequest, body);

        var outcome = await OutcomeClassifier.FromResponseAsync(response, CancellationToken.None);

        Assert.That(outcome.Kind, Is.EqualTo(expected));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(body), "the caller can still read the body");
    }

    [TestCase(0xff, AlternatorAttemptOutcome.Answered)]
    [TestCase(0xc3, AlternatorAttemptOutcome.Answered)]
    public async Task An_error_body_that_is_not_UTF8_is_returned_to_the_caller(byte odd, AlternatorAttemptOutcome expected)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = new ByteArrayContent([.. "{\"__type\":\""u8, odd, .. "\"}"u8]) };

        Assert.That((await OutcomeClassifier.FromResponseAsync(response, CancellationToken.None)).Kind, Is.EqualTo(expected));
    }

    [Test]
    public async Task An_error_body_that_is_too_deep_or_too_long_is_returned_to_the_caller()
    {
        foreach (var body in new[] { new string('[', 60_000), "{\"a\":" + new string('[', 60_000), ShedBody[..^1] + ",\"x\":\"" + new string('x', 70_000) + "\"}" })
        {
            using var response = StubTransport.Respond(HttpStatusCode.BadRequest, body);

            Assert.That((await OutcomeClassifier.FromResponseAsync(response, CancellationToken.None)).Kind, Is.EqualTo(AlternatorAttemptOutcome.Answered));
        }
    }

    [TestCase(64 * 1024, AlternatorAttemptOutcome.Shed)]
    [TestCase((64 * 1024) + 1, AlternatorAttemptOutcome.Answered)]
    public async Task An_error_body_is_read_up_to_64_KiB(int length, AlternatorAttemptOutcome expected)
    {
        using var response = StubTransport.Respond(HttpStatusCode.BadRequest, ShedBody.PadRight(length));

        Assert.That((await OutcomeClassifier.FromResponseAsync(response, CancellationToken.None)).Kind, Is.EqualTo(expected));
    }

    [Test]
    public async Task An_error_body_of_unknown_length_is_not_read()
    {
        using var connection = new OneWayStream(System.Text.Encoding.UTF8.GetBytes(ShedBody));
        using var response = new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = new StreamContent(connection) };

        Assert.That((await OutcomeClassifier.FromResponseAsync(response, CancellationToken.None)).Kind, Is.EqualTo(AlternatorAttemptOutcome.Answered));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(ShedBody));
    }

    [Test]
    public async Task A_compressed_error_body_is_not_read()
    {
        using var response = StubTransport.Respond(HttpStatusCode.BadRequest, ShedBody);
        response.Content.Headers.ContentEncoding.Add("gzip");

        Assert.That((await OutcomeClassifier.FromResponseAsync(response, CancellationToken.None)).Kind, Is.EqualTo(AlternatorAttemptOutcome.Answered));
    }

    [TestCase(HttpRequestError.NameResolutionError, AlternatorAttemptOutcome.NotSent)]
    [TestCase(HttpRequestError.ConnectionError, AlternatorAttemptOutcome.NotSent)]
    [TestCase(HttpRequestError.SecureConnectionError, AlternatorAttemptOutcome.NotSent)]
    [TestCase(HttpRequestError.ProxyTunnelError, AlternatorAttemptOutcome.NotSent)]
    [TestCase(HttpRequestError.ResponseEnded, AlternatorAttemptOutcome.ConnectionLost)]
    [TestCase(HttpRequestError.InvalidResponse, AlternatorAttemptOutcome.ConnectionLost)]
    [TestCase(HttpRequestError.Unknown, AlternatorAttemptOutcome.ConnectionLost)]
    [TestCase(HttpRequestError.HttpProtocolError, AlternatorAttemptOutcome.ConnectionLost)]
    [TestCase(HttpRequestError.VersionNegotiationError, AlternatorAttemptOutcome.ConnectionLost)]
    [TestCase(HttpRequestError.ExtendedConnectNotSupported, AlternatorAttemptOutcome.ConnectionLost)]
    [TestCase(HttpRequestError.UserAuthenticationError, AlternatorAttemptOutcome.ConnectionLost)]
    [TestCase(HttpRequestError.ConfigurationLimitExceeded, AlternatorAttemptOutcome.ConnectionLost)]
    public void A_connection_failure_is_classified_by_whether_the_request_was_sent(HttpRequestError error, AlternatorAttemptOutcome expected) =>
        Assert.That(Classify(new HttpRequestException(error)).Kind, Is.EqualTo(expected));

    [Test]
    public void A_socket_that_is_reset_before_the_request_counts_as_not_sent()
    {
        var outcome = Classify(new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.NotConnected));

        Assert.That((outcome.Kind, outcome.Reason), Is.EqualTo((AlternatorAttemptOutcome.NotSent, "connection reset")));
    }

    [Test]
    public void The_table_of_connection_failures_contains_every_HttpRequestError() => Assert.That(
        typeof(OutcomeClassifierTests).GetMethod(nameof(A_connection_failure_is_classified_by_whether_the_request_was_sent))!.GetCustomAttributes(typeof(TestCaseAttribute), false).Cast<TestCaseAttribute>().Select(item => item.Arguments[0]),
        Is.EquivalentTo(Enum.GetValues<HttpRequestError>()));

    private static IEnumerable<TestCaseData> Exceptions()
    {
        yield return Case(new HttpRequestException(HttpRequestError.ConnectionError, null, new SocketException((int)SocketError.ConnectionRefused)), AlternatorAttemptOutcome.NotSent, "connection refused");
        yield return Case(new HttpRequestException(HttpRequestError.ConnectionError, null, new SocketException((int)SocketError.NetworkUnreachable)), AlternatorAttemptOutcome.NotSent, "unreachable");
        yield return Case(new HttpRequestException(HttpRequestError.NameResolutionError, null, new SocketException((int)SocketError.HostNotFound)), AlternatorAttemptOutcome.NotSent, "name not found");
        yield return Case(new HttpRequestException(HttpRequestError.SecureConnectionError, "bad record"), AlternatorAttemptOutcome.NotSent, "TLS handshake failed: bad record");
        yield return Case(new TaskCanceledException("connect", new TimeoutException(null, new SocketException((int)SocketError.TimedOut))), AlternatorAttemptOutcome.NotSent, "connect timed out");
        yield return Case(new TaskCanceledException("connect", new TimeoutException()), AlternatorAttemptOutcome.NotSent, "TLS handshake timed out");
        yield return Case(new HttpRequestException(HttpRequestError.Unknown, null, new IOException(null, new SocketException((int)SocketError.ConnectionReset))), AlternatorAttemptOutcome.ConnectionLost, "connection reset");
        yield return Case(new HttpIOException(HttpRequestError.ResponseEnded), AlternatorAttemptOutcome.ConnectionLost, "connection closed before the end of the response");
        yield return Case(new HttpRequestException(HttpRequestError.InvalidResponse), AlternatorAttemptOutcome.ConnectionLost, "the response is not HTTP");
        yield return Case(new HttpRequestException(HttpRequestError.ConfigurationLimitExceeded), AlternatorAttemptOutcome.ConnectionLost, "the response exceeds a limit");
        yield return Case(new IOException("odd"), AlternatorAttemptOutcome.ConnectionLost, "connection failed");
        yield return Case(new OperationCanceledException(), AlternatorAttemptOutcome.Abandoned, "OperationCanceledException");
        yield return Case(new TimeoutException(), AlternatorAttemptOutcome.Abandoned, "TimeoutException");
        yield return Case(new ObjectDisposedException("transport"), AlternatorAttemptOutcome.Abandoned, "ObjectDisposedException");
        yield return Case(new InvalidOperationException(), AlternatorAttemptOutcome.Abandoned, "InvalidOperationException");
    }

    [TestCaseSource(nameof(Exceptions))]
    public void An_exception_is_classified_with_an_outcome_and_a_reason(Exception exception, AlternatorAttemptOutcome kind, string reason)
    {
        var outcome = Classify(exception);

        Assert.That((outcome.Kind, outcome.Reason), Is.EqualTo((kind, reason)));
        Assert.That(outcome.Exception, Is.SameAs(exception));
    }

    [Test]
    public void The_reason_of_a_cancellation_takes_precedence_over_the_exception()
    {
        var thrown = new HttpRequestException(HttpRequestError.ConnectionError);
        using var caller = new CancellationTokenSource();
        using var node = new CancellationTokenSource();
        using var cancellation = new AttemptCancellation(new AttemptDeadline(10.Seconds(), IsTruncated: false), _time, node.Token, caller.Token);
        using var truncated = new AttemptCancellation(new AttemptDeadline(10.Seconds(), IsTruncated: true), _time, node.Token, caller.Token);

        _time.Advance(10.Seconds());
        var byTime = OutcomeClassifier.FromException(thrown, cancellation, _nodes[0]);
        var byTruncation = OutcomeClassifier.FromException(thrown, truncated, _nodes[0]);
        node.Cancel();
        _nodes.States.MarkDown(_nodes[0], "no response to a probe");
        var byNode = OutcomeClassifier.FromException(thrown, cancellation, _nodes[0]);
        caller.Cancel();
        var byCaller = OutcomeClassifier.FromException(thrown, cancellation, _nodes[0]);

        Assert.That(byTime.Kind, Is.EqualTo(AlternatorAttemptOutcome.ConnectionLost));
        Assert.That(byTime.Exception, Is.InstanceOf<TimeoutException>().With.InnerException.SameAs(thrown).And.Message.Contains("10.0.0.1:8000"));
        Assert.That(byTruncation.Kind, Is.EqualTo(AlternatorAttemptOutcome.OutOfTime));
        Assert.That((byNode.Kind, byNode.Reason), Is.EqualTo((AlternatorAttemptOutcome.NodeWentDown, "no response to a probe")));
        Assert.That(byCaller.Kind, Is.EqualTo(AlternatorAttemptOutcome.Abandoned));
    }

    private static TestCaseData Case(Exception exception, AlternatorAttemptOutcome kind, string reason) => new TestCaseData(exception, kind, reason).SetArgDisplayNames(exception.GetType().Name, reason);

    private AttemptOutcome Classify(Exception exception)
    {
        using var cancellation = new AttemptCancellation(new AttemptDeadline(10.Seconds(), IsTruncated: false), _time, CancellationToken.None, CancellationToken.None);
        return OutcomeClassifier.FromException(exception, cancellation, _nodes[0]);
    }
}
