using System.Net;
using System.Net.Sockets;
using AlternatorHandler.Outcomes;
using AlternatorHandler.Requests;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Resilience.Outcomes;

internal sealed class OutcomeClassifierTests
{
    private const string ShedBody = """{"__type":"com.amazonaws.dynamodb.v20120810#RequestLimitExceeded","message":"too many in-flight requests (configured via max_concurrent_requests_per_shard): 300"}""";

    private readonly TestNodes _nodes = TestNodes.Up(1);
    private readonly ManualTimeProvider _time = new();

    [TestCase(200, AttemptKind.Answered)]
    [TestCase(204, AttemptKind.Answered)]
    [TestCase(307, AttemptKind.Answered)]
    [TestCase(401, AttemptKind.Answered)]
    [TestCase(403, AttemptKind.Answered)]
    [TestCase(404, AttemptKind.Answered)]
    [TestCase(413, AttemptKind.Answered)]
    [TestCase(429, AttemptKind.Answered)]
    [TestCase(500, AttemptKind.ServerError)]
    [TestCase(501, AttemptKind.Answered)]
    [TestCase(502, AttemptKind.BadGateway)]
    [TestCase(503, AttemptKind.BadGateway)]
    [TestCase(504, AttemptKind.BadGateway)]
    public async Task A_status_determines_the_outcome_of_the_attempt(int status, AttemptKind expected)
    {
        using var response = StubTransport.Reply((HttpStatusCode)status);

        var outcome = await OutcomeClassifier.OfResponseAsync(response, CancellationToken.None);

        Assert.That(outcome.Kind, Is.EqualTo(expected));
        Assert.That(outcome.Response, Is.SameAs(response));
        Assert.That(outcome.Reason, expected == AttemptKind.Answered ? Is.Empty : Does.StartWith(status.ToString(null, null)));
    }

    [TestCase(ShedBody, AttemptKind.Shed)]
    [TestCase("""{"message":"too many in-flight requests","__type":"RequestLimitExceeded"}""", AttemptKind.Shed)]
    [TestCase("""{"__type":"x#RequestLimitExceeded","message":"Per-partition rate limit reached for read operation in table t"}""", AttemptKind.Throttled)]
    [TestCase("""{"__type":"x#RequestLimitExceeded"}""", AttemptKind.Throttled)]
    [TestCase("""{"__type":"x#ProvisionedThroughputExceededException","message":"slow down"}""", AttemptKind.Throttled)]
    [TestCase("""{"__type":"x#ThrottlingException","message":"slow down"}""", AttemptKind.Throttled)]
    [TestCase("""{"__type":"x#ConditionalCheckFailedException","message":"The conditional request failed"}""", AttemptKind.Answered)]
    [TestCase("""{"__type":"x#ConditionalCheckFailedException","message":"too many in-flight requests"}""", AttemptKind.Answered)]
    [TestCase("""{"__type":"x#ValidationException","message":"RequestLimitExceeded"}""", AttemptKind.Answered)]
    [TestCase("""{"__type":"x#ResourceNotFoundException"}""", AttemptKind.Answered)]
    [TestCase("""{"__type":"RequestLimitExceededX"}""", AttemptKind.Answered)]

    // Bodies that nobody promised.
    [TestCase("", AttemptKind.Answered)]
    [TestCase("RequestLimitExceeded", AttemptKind.Answered)]
    [TestCase("<html>RequestLimitExceeded</html>", AttemptKind.Answered)]
    [TestCase("null", AttemptKind.Answered)]
    [TestCase("[]", AttemptKind.Answered)]
    [TestCase("""["RequestLimitExceeded"]""", AttemptKind.Answered)]
    [TestCase("""{"__type":null,"message":null}""", AttemptKind.Answered)]
    [TestCase("""{"__type":{"a":"RequestLimitExceeded"},"message":[1,2]}""", AttemptKind.Answered)]
    [TestCase("""{"error":{"__type":"RequestLimitExceeded"}}""", AttemptKind.Answered)]
    [TestCase("""{"__type":"RequestLimitExceeded" """, AttemptKind.Answered)]
    [TestCase("""{"__type":"\ud800"}""", AttemptKind.Answered)]
    [TestCase("""{"__type":""}""", AttemptKind.Answered)]
    [TestCase("""{"__type":"#"}""", AttemptKind.Answered)]
    public async Task A_400_goes_by_its_type_and_message(string body, AttemptKind expected)
    {
        using var response = StubTransport.Reply(HttpStatusCode.BadRequest, body);

        var outcome = await OutcomeClassifier.OfResponseAsync(response, CancellationToken.None);

        Assert.That(outcome.Kind, Is.EqualTo(expected));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(body), "the caller reads it all the same");
    }

    [TestCase(0xff, AttemptKind.Answered)]
    [TestCase(0xc3, AttemptKind.Answered)]
    public async Task An_error_that_is_no_utf8_is_the_callers(byte odd, AttemptKind expected)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = new ByteArrayContent([.. "{\"__type\":\""u8, odd, .. "\"}"u8]) };

        Assert.That((await OutcomeClassifier.OfResponseAsync(response, CancellationToken.None)).Kind, Is.EqualTo(expected));
    }

    [Test]
    public async Task An_error_of_endless_nesting_or_length_is_the_callers()
    {
        foreach (var body in new[] { new string('[', 60_000), "{\"a\":" + new string('[', 60_000), ShedBody[..^1] + ",\"x\":\"" + new string('x', 70_000) + "\"}" })
        {
            using var response = StubTransport.Reply(HttpStatusCode.BadRequest, body);

            Assert.That((await OutcomeClassifier.OfResponseAsync(response, CancellationToken.None)).Kind, Is.EqualTo(AttemptKind.Answered));
        }
    }

    [TestCase(64 * 1024, AttemptKind.Shed)]
    [TestCase((64 * 1024) + 1, AttemptKind.Answered)]
    public async Task An_error_is_read_up_to_64_KiB(int length, AttemptKind expected)
    {
        using var response = StubTransport.Reply(HttpStatusCode.BadRequest, ShedBody.PadRight(length));

        Assert.That((await OutcomeClassifier.OfResponseAsync(response, CancellationToken.None)).Kind, Is.EqualTo(expected));
    }

    [Test]
    public async Task An_error_of_unknown_length_is_left_to_the_caller()
    {
        using var connection = new OneWayStream(System.Text.Encoding.UTF8.GetBytes(ShedBody));
        using var response = new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = new StreamContent(connection) };

        Assert.That((await OutcomeClassifier.OfResponseAsync(response, CancellationToken.None)).Kind, Is.EqualTo(AttemptKind.Answered));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(ShedBody));
    }

    [Test]
    public async Task A_compressed_error_is_not_understood()
    {
        using var response = StubTransport.Reply(HttpStatusCode.BadRequest, ShedBody);
        response.Content.Headers.ContentEncoding.Add("gzip");

        Assert.That((await OutcomeClassifier.OfResponseAsync(response, CancellationToken.None)).Kind, Is.EqualTo(AttemptKind.Answered));
    }

    [TestCase(HttpRequestError.NameResolutionError, AttemptKind.NotSent)]
    [TestCase(HttpRequestError.ConnectionError, AttemptKind.NotSent)]
    [TestCase(HttpRequestError.SecureConnectionError, AttemptKind.NotSent)]
    [TestCase(HttpRequestError.ProxyTunnelError, AttemptKind.NotSent)]
    [TestCase(HttpRequestError.ResponseEnded, AttemptKind.Broken)]
    [TestCase(HttpRequestError.InvalidResponse, AttemptKind.Broken)]
    [TestCase(HttpRequestError.Unknown, AttemptKind.Broken)]
    [TestCase(HttpRequestError.HttpProtocolError, AttemptKind.Broken)]
    [TestCase(HttpRequestError.VersionNegotiationError, AttemptKind.Broken)]
    [TestCase(HttpRequestError.ExtendedConnectNotSupported, AttemptKind.Broken)]
    [TestCase(HttpRequestError.UserAuthenticationError, AttemptKind.Broken)]
    [TestCase(HttpRequestError.ConfigurationLimitExceeded, AttemptKind.Broken)]
    public void A_connection_failure_is_classified_by_whether_anything_was_sent(HttpRequestError error, AttemptKind expected) =>
        Assert.That(Classify(new HttpRequestException(error)).Kind, Is.EqualTo(expected));

    [Test]
    public void A_socket_that_was_reset_before_http_had_it_has_sent_nothing()
    {
        var outcome = Classify(new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.NotConnected));

        Assert.That((outcome.Kind, outcome.Reason), Is.EqualTo((AttemptKind.NotSent, "connection reset")));
    }

    [Test]
    public void Every_error_of_dotnet_is_in_the_table_above() => Assert.That(
        typeof(OutcomeClassifierTests).GetMethod(nameof(A_connection_failure_is_classified_by_whether_anything_was_sent))!.GetCustomAttributes(typeof(TestCaseAttribute), false).Cast<TestCaseAttribute>().Select(item => item.Arguments[0]),
        Is.EquivalentTo(Enum.GetValues<HttpRequestError>()));

    private static IEnumerable<TestCaseData> Exceptions()
    {
        yield return Case(new HttpRequestException(HttpRequestError.ConnectionError, null, new SocketException((int)SocketError.ConnectionRefused)), AttemptKind.NotSent, "connection refused");
        yield return Case(new HttpRequestException(HttpRequestError.ConnectionError, null, new SocketException((int)SocketError.NetworkUnreachable)), AttemptKind.NotSent, "unreachable");
        yield return Case(new HttpRequestException(HttpRequestError.NameResolutionError, null, new SocketException((int)SocketError.HostNotFound)), AttemptKind.NotSent, "name not found");
        yield return Case(new HttpRequestException(HttpRequestError.SecureConnectionError, "bad record"), AttemptKind.NotSent, "TLS handshake failed: bad record");
        yield return Case(new TaskCanceledException("connect", new TimeoutException(null, new SocketException((int)SocketError.TimedOut))), AttemptKind.NotSent, "connect timed out");
        yield return Case(new TaskCanceledException("connect", new TimeoutException()), AttemptKind.NotSent, "TLS handshake timed out");
        yield return Case(new HttpRequestException(HttpRequestError.Unknown, null, new IOException(null, new SocketException((int)SocketError.ConnectionReset))), AttemptKind.Broken, "connection reset");
        yield return Case(new HttpIOException(HttpRequestError.ResponseEnded), AttemptKind.Broken, "connection closed before the end of the reply");
        yield return Case(new HttpRequestException(HttpRequestError.InvalidResponse), AttemptKind.Broken, "the reply is not HTTP");
        yield return Case(new HttpRequestException(HttpRequestError.ConfigurationLimitExceeded), AttemptKind.Broken, "the reply exceeds a limit");
        yield return Case(new IOException("odd"), AttemptKind.Broken, "connection failed");
        yield return Case(new OperationCanceledException(), AttemptKind.Abandoned, "OperationCanceledException");
        yield return Case(new TimeoutException(), AttemptKind.Abandoned, "TimeoutException");
        yield return Case(new ObjectDisposedException("transport"), AttemptKind.Abandoned, "ObjectDisposedException");
        yield return Case(new InvalidOperationException(), AttemptKind.Abandoned, "InvalidOperationException");
    }

    [TestCaseSource(nameof(Exceptions))]
    public void An_exception_has_a_kind_and_a_few_words(Exception exception, AttemptKind kind, string reason)
    {
        var outcome = Classify(exception);

        Assert.That((outcome.Kind, outcome.Reason), Is.EqualTo((kind, reason)));
        Assert.That(outcome.Exception, Is.SameAs(exception));
    }

    [Test]
    public void What_the_attempt_was_cancelled_for_comes_before_what_was_thrown()
    {
        var thrown = new HttpRequestException(HttpRequestError.ConnectionError);
        using var caller = new CancellationTokenSource();
        using var node = new CancellationTokenSource();
        using var cancellation = new AttemptCancellation(10.Seconds(), _time, node.Token, caller.Token);

        _time.Advance(10.Seconds());
        var byTime = OutcomeClassifier.OfException(thrown, cancellation, _nodes[0]);
        var inLittleTime = OutcomeClassifier.OfException(thrown, cancellation with { IsShort = true }, _nodes[0]);
        node.Cancel();
        _nodes.Health.MarkDown(_nodes[0], "no answer to a probe");
        var byNode = OutcomeClassifier.OfException(thrown, cancellation, _nodes[0]);
        caller.Cancel();
        var byCaller = OutcomeClassifier.OfException(thrown, cancellation, _nodes[0]);

        Assert.That(byTime.Kind, Is.EqualTo(AttemptKind.Broken));
        Assert.That(byTime.Exception, Is.InstanceOf<TimeoutException>().With.InnerException.SameAs(thrown).And.Message.Contains("10.0.0.1:8000"));
        Assert.That(inLittleTime.Kind, Is.EqualTo(AttemptKind.OutOfTime));
        Assert.That((byNode.Kind, byNode.Reason), Is.EqualTo((AttemptKind.NodeWentDown, "no answer to a probe")));
        Assert.That(byCaller.Kind, Is.EqualTo(AttemptKind.Abandoned));
    }

    private static TestCaseData Case(Exception exception, AttemptKind kind, string reason) => new TestCaseData(exception, kind, reason).SetArgDisplayNames(exception.GetType().Name, reason);

    private AttemptOutcome Classify(Exception exception)
    {
        using var cancellation = new AttemptCancellation(10.Seconds(), _time, CancellationToken.None, CancellationToken.None);
        return OutcomeClassifier.OfException(exception, cancellation, _nodes[0]);
    }
}
