using System.Net;
using System.Text;
using AlternatorHandler.Options;
using AlternatorHandler.UnitTests.Wire.Fakes;
using AlternatorHandler.Wire.Signing;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace AlternatorHandler.UnitTests.Wire.Signing;

public sealed class ClockSkewTests
{
    private const string Expired = "invalid signature: Signature expired: 20261122T120000Z is now earlier than 20261122T134500Z (current time - 15 min.)";
    private const string NotYetCurrent = "invalid signature: Signature not yet current: 20261122T120000Z is still later than 20261122T101500Z (current time + 15 min.)";

    private readonly FakeTimeProvider _time = new(SigningSetup.Noon);
    private readonly SigningClock _clock = new();
    private readonly FakeLogger _logger = new();

    [TestCase(2, Expired)]
    [TestCase(-2, NotYetCurrent)]
    public async Task A_request_to_a_node_with_another_clock_is_signed_again_with_the_time_of_the_node(double hours, string message)
    {
        using var node = CreateNodeAhead(TimeSpan.FromHours(hours), message);
        foreach (var sync in new[] { false, true })
        {
            using var response = await SendAsync(node, sync);
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }

        Assert.Multiple(() =>
        {
            Assert.That(node.Sent.Select(h => h["X-Amz-Date"]), Is.EqualTo(
                ["20261122T120000Z", $"20261122T{12 + hours}0000Z", $"20261122T{12 + hours}0000Z"]));
            Assert.That(_clock.Offset, Is.EqualTo(TimeSpan.FromHours(hours)));
            Assert.That(_logger.Lines, Has.Count.EqualTo(1).And.One.StartsWith("Warning ClockOffsetLearned: http://10.0.0.1:8000/ rejected a signature because of its time"));
        });
    }

    [Test]
    public async Task A_synchronous_request_learns_the_clock_offset()
    {
        using var node = CreateNodeAhead(TimeSpan.FromHours(2), Expired);
        using var response = await SendAsync(node, sync: true);

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(node.SynchronousSends, Is.EqualTo(2));
        });
    }

    [Test]
    public async Task A_request_that_is_rejected_with_every_time_is_sent_exactly_twice()
    {
        var hour = 0;
        using var node = new RecordingHandler(_ => Reject(Expired, SigningSetup.Noon.AddHours(++hour)));
        using var response = await SendAsync(node);

        Assert.Multiple(() =>
        {
            Assert.That(node.Sent, Has.Count.EqualTo(2));
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        });
    }

    [Test]
    public async Task A_clock_offset_within_the_tolerance_causes_no_second_request()
    {
        using var node = new RecordingHandler(_ => Reject(Expired, SigningSetup.Noon.AddSeconds(30)));
        using var response = await SendAsync(node);

        Assert.Multiple(() =>
        {
            Assert.That(node.Sent, Has.Count.EqualTo(1));
            Assert.That(_clock.Offset, Is.EqualTo(TimeSpan.Zero));
        });
    }

    [Test]
    public async Task A_rejection_for_another_reason_is_returned_and_stays_readable([Values] bool sync)
    {
        using var node = new RecordingHandler(_ => Reject("wrong signature", SigningSetup.Noon.AddHours(2), streamed: true));
        using var response = await SendAsync(node, sync);

        Assert.Multiple(async () =>
        {
            Assert.That(node.Sent, Has.Count.EqualTo(1));
            Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("wrong signature"));
            Assert.That(_clock.Offset, Is.EqualTo(TimeSpan.Zero));
        });
    }

    [Test]
    public async Task The_second_rejection_for_the_time_stays_readable()
    {
        var hour = 0;
        using var node = new RecordingHandler(_ => Reject(Expired, SigningSetup.Noon.AddHours(++hour), streamed: true));
        using var response = await SendAsync(node);

        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("Signature expired"));
    }

    [Test]
    public async Task A_one_way_body_is_signed_and_sent_again()
    {
        using var node = CreateNodeAhead(TimeSpan.FromHours(2), Expired);
        using var request = SigningSetup.GetItem();
        request.Content = new StreamContent(new OneWayStream([1, 2, 3]));
        using var response = await SendAsync(node, request: request);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_node_date_at_the_end_of_the_calendar_does_not_change_the_clock_offset()
    {
        using var node = new RecordingHandler(_ => Reject(Expired, DateTimeOffset.MaxValue.AddSeconds(-1)));
        using var first = await SendAsync(node);
        _time.Advance(TimeSpan.FromDays(1));
        using var second = await SendAsync(node);

        Assert.Multiple(() =>
        {
            Assert.That(node.Sent, Has.Count.EqualTo(2));
            Assert.That(_clock.Offset, Is.EqualTo(TimeSpan.Zero));
        });
    }

    [Test]
    public async Task Concurrent_rejected_requests_are_each_sent_again_and_logged_once()
    {
        var rejections = 0;
        using var node = new RecordingHandler(request => request.Headers.GetValues("X-Amz-Date").Single() == "20261122T120000Z"
            ? Reject(Expired, SigningSetup.Noon.AddHours(2).AddSeconds(rejections++))
            : new HttpResponseMessage());
        var gate = new TaskCompletionSource();
        using var slow = new GateHandler(gate.Task) { InnerHandler = node };
        var requests = Enumerable.Range(0, 5).Select(_ => SendAsync(slow)).ToArray();
        gate.SetResult();
        var responses = await Task.WhenAll(requests);

        Assert.Multiple(() =>
        {
            Assert.That(responses.Select(r => r.StatusCode), Is.All.EqualTo(HttpStatusCode.OK));
            Assert.That(node.Sent, Has.Count.EqualTo(10));
            Assert.That(_logger.Lines, Has.Count.EqualTo(1));
        });
    }

    private static HttpResponseMessage Reject(string message, DateTimeOffset date, bool streamed = false)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"__type":"com.amazonaws.dynamodb.v20120810#InvalidSignatureException","message":"{{message}}"}""");
        var response = new HttpResponseMessage(HttpStatusCode.BadRequest)
        {
            Content = streamed ? new StreamContent(new OneWayStream(body)) : new ByteArrayContent(body),
        };
        response.Content.Headers.ContentLength = body.Length;
        response.Headers.Date = date;
        return response;
    }

    private RecordingHandler CreateNodeAhead(TimeSpan offset, string message) => new(request =>
    {
        var node = _time.GetUtcNow() + offset;
        var signed = DateTimeOffset.ParseExact(request.Headers.GetValues("X-Amz-Date").Single(), "yyyyMMdd'T'HHmmssK", null);
        return (signed - node).Duration() > TimeSpan.FromMinutes(15) ? Reject(message, node) : new HttpResponseMessage();
    });

    private async Task<HttpResponseMessage> SendAsync(HttpMessageHandler node, bool sync = false, HttpRequestMessage? request = null)
    {
        // Several handlers share one node, which the test disposes.
        var handler = new SigningHandler(new StaticCredentialsProvider(SigningSetup.Credentials), _clock, SigningHandler.DefaultRegion, _time, _logger)
        {
            InnerHandler = node,
        };
        using var invoker = new HttpMessageInvoker(handler, disposeHandler: false);
        request ??= SigningSetup.GetItem();
        return sync ? invoker.Send(request, default) : await invoker.SendAsync(request, default);
    }
}
