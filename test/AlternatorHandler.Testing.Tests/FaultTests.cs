using AlternatorHandler.Testing.Tests.Support;

namespace AlternatorHandler.Testing.Tests;

public class FaultTests
{
    private const string Put = """{"TableName":"items","Item":{"id":{"S":"1"}}}""";

    private readonly ManualTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private AlternatorTestCluster _cluster = null!;

    private AlternatorTestNode Node => _cluster[0];

    [SetUp]
    public async Task StartAsync()
    {
        _cluster = await AlternatorTestCluster.StartAsync(options => (options.NodeCount, options.TimeProvider) = (2, _clock));
        await Tables.CreateAsync(_cluster);
    }

    [TearDown]
    public async Task StopAsync() => await _cluster.DisposeAsync();

    [Test]
    public async Task ResetBeforeBody_does_not_execute_the_operation()
    {
        var (response, request) = await PutAsync(Fault.ResetBeforeBody);

        Assert.That(response, Is.EqualTo(new RawResponse("", WasReset: true)));
        Assert.That((request.Fault, request.WasExecuted, request.StatusCode, request.Body.Length), Is.EqualTo(("ResetBeforeBody", false, (int?)null, 0)));
        Assert.That((await GetAsync()).Body, Is.EqualTo("{}"));
    }

    [Test]
    public async Task LostReply_executes_the_operation_and_resets_the_connection()
    {
        var (response, request) = await PutAsync(Fault.LostReply);

        Assert.That(response, Is.EqualTo(new RawResponse("", WasReset: true)));
        Assert.That((request.Fault, request.WasExecuted, request.StatusCode), Is.EqualTo(("LostReply", true, (int?)null)));
        Assert.That((await GetAsync()).Body, Does.StartWith("{\"Item\":"));
    }

    [Test]
    public async Task CloseBeforeReply_closes_the_connection_without_a_reset_and_does_not_execute_the_operation()
    {
        var (response, request) = await PutAsync(Fault.CloseBeforeReply);

        Assert.That(response, Is.EqualTo(new RawResponse("", WasReset: false)));
        Assert.That((request.WasExecuted, request.Body.Length), Is.EqualTo((false, Put.Length)));
    }

    [Test]
    public async Task CloseBeforeReply_is_reported_as_ResponseEnded_by_HttpClient()
    {
        Node.Faults.Next(1, Fault.CloseBeforeReply);
        using var http = new HttpClient();
        var error = Assert.ThrowsAsync<HttpRequestException>(() => http.PostAsync(Node.Address, new StringContent("{}")));

        Assert.That(error!.HttpRequestError, Is.EqualTo(HttpRequestError.ResponseEnded));
        await Eventually.TrueAsync(() => Node.OpenConnections == 0, within: 10.Seconds(), what: "the connection is closed");
    }

    [Test]
    public async Task A_hang_ends_when_the_faults_are_cleared_and_does_not_execute_the_operation()
    {
        using var client = await HangAsync(Fault.Hang);
        Assert.That(Node.Requests[0].Body.Length, Is.EqualTo(Put.Length));

        Node.Faults.Clear();

        Assert.That((await client.ReadToEndAsync()).Text, Is.Empty);
        Assert.That(Node.Requests[0].WasExecuted, Is.False);
    }

    [Test]
    public async Task A_hang_ends_when_the_client_disconnects()
    {
        using (await HangAsync(Fault.Hang))
        {
            Assert.That(Node.OpenConnections, Is.EqualTo(1));
        }

        await Eventually.TrueAsync(() => Node.OpenConnections == 0, within: 10.Seconds(), what: "the node closes the connection");
    }

    [Test]
    public async Task A_hang_ends_when_the_node_stops()
    {
        using var client = await HangAsync(Fault.Hang);

        await Node.KillAsync();

        Assert.That((await client.ReadToEndAsync()).WasReset, Is.True);
    }

    [Test]
    public async Task A_client_cannot_send_a_large_body_to_a_node_that_does_not_read()
    {
        Node.Faults.Next(1, Fault.HangWithoutReading);
        using var client = await RawClient.ConnectAsync(Node);
        await client.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 16000000\r\n\r\n");
        var sending = client.SendAsync(new byte[16_000_000]);
        await Eventually.TrueAsync(() => Node.RequestCount == 1, within: 10.Seconds(), what: "the headers have arrived");

        Assert.That(sending.IsCompleted, Is.False);
        Assert.That(Node.Requests[0].Body.IsEmpty, Is.True);
        Node.Faults.Clear();
        Assert.That(() => sending, Throws.InstanceOf<Exception>(), "the node closes the connection with the body unread");
    }

    [Test]
    public async Task A_node_that_does_not_read_can_still_drain()
    {
        Node.Faults.Next(1, Fault.HangWithoutReading);
        using var client = await RawClient.ConnectAsync(Node);
        var sending = client.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 16000000\r\n\r\n" + new string(' ', 16_000_000));
        await Eventually.TrueAsync(() => Node.RequestCount == 1, within: 10.Seconds(), what: "the headers have arrived");

        await Node.DrainAsync().WaitAsync(TimeSpan.FromSeconds(5));

        Assert.That(() => sending, Throws.InstanceOf<Exception>());
    }

    [Test]
    public async Task A_delay_uses_the_clock_of_the_cluster()
    {
        Node.Faults.Next(1, Fault.Delay(TimeSpan.FromSeconds(30)));
        using var client = await RawClient.ConnectAsync(Node);
        await client.SendAsync(RawClient.Post("PutItem", Put));
        await Eventually.TrueAsync(() => _clock.PendingTimers == 1, within: 10.Seconds(), what: "the node waits");
        _clock.Advance(TimeSpan.FromSeconds(29));
        Assert.That(Node.Requests[0].WasExecuted, Is.False);

        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.That((await client.ReadResponseAsync()).StatusLine, Is.EqualTo("HTTP/1.1 200 OK"));
        Assert.That(Node.Requests[0].WasExecuted, Is.True);
    }

    [Test]
    public async Task A_delayed_operation_is_executed_even_if_its_client_has_disconnected()
    {
        Node.Faults.Next(1, Fault.Delay(TimeSpan.FromSeconds(30)));
        using (var client = await RawClient.ConnectAsync(Node))
        {
            await client.SendAsync(RawClient.Post("PutItem", Put));
            await Eventually.TrueAsync(() => _clock.PendingTimers == 1, within: 10.Seconds(), what: "the node waits");
        }

        _clock.Advance(TimeSpan.FromSeconds(30));

        await Eventually.TrueAsync(() => Node.Requests[0].WasExecuted, within: 10.Seconds(), what: "the operation is executed");
    }

    [Test]
    public async Task Clearing_the_faults_ends_a_delay_early()
    {
        Node.Faults.Always(Fault.Delay(TimeSpan.FromHours(1)));
        using var client = await RawClient.ConnectAsync(Node);
        await client.SendAsync(RawClient.Post("PutItem", Put));
        await Eventually.TrueAsync(() => _clock.PendingTimers == 1, within: 10.Seconds(), what: "the node waits");

        Node.Faults.Clear();

        Assert.That((await client.ReadResponseAsync()).StatusLine, Is.EqualTo("HTTP/1.1 200 OK"));
    }

    [Test]
    public async Task Drip_sends_the_body_of_the_response_in_small_portions()
    {
        Node.Faults.Next(1, Fault.Drip(20, TimeSpan.FromSeconds(1)));
        using var client = await RawClient.ConnectAsync(Node);
        await client.SendAsync(RawClient.Post("Nope", "{}"));
        await Eventually.TrueAsync(() => _clock.PendingTimers == 1, within: 10.Seconds(), what: "the node waits");
        var sofar = await client.ReadAsync();
        while (!new RawResponse(sofar, false).Body.StartsWith('{'))
        {
            sofar += await client.ReadAsync();
        }

        Assert.That(new RawResponse(sofar, false).Body, Has.Length.EqualTo(20));
        while (!new RawResponse(sofar, false).IsComplete)
        {
            await Eventually.TrueAsync(() => _clock.PendingTimers == 1, within: 10.Seconds(), what: "the node waits");
            _clock.Advance(TimeSpan.FromSeconds(1));
            sofar += await client.ReadAsync();
        }

        Assert.That(sofar, Does.EndWith("\"Unsupported operation Nope\"}"));
    }

    [Test]
    public async Task TruncatedBody_sends_half_of_the_declared_length()
    {
        var (response, request) = await SendAsync(Fault.TruncatedBody, RawClient.Post("DescribeEndpoints", "{}"));
        var whole = """{"Endpoints":[{"Address":"node","CachePeriodInMinutes":1440}]}""";

        Assert.That(response.WasReset, Is.True);
        Assert.That(response.Header("Content-Length"), Is.EqualTo($"{whole.Length}"));
        Assert.That(response.Body, Is.EqualTo(whole[..(whole.Length / 2)]));
        Assert.That((request.WasExecuted, request.StatusCode), Is.EqualTo((true, (int?)200)));
    }

    [Test]
    public async Task TruncatedBody_sends_half_of_a_large_body()
    {
        var item = """{"TableName":"items","Item":{"id":{"S":"1"},"data":{"S":"x"}}}""".Replace("x", new string('x', 150_000), StringComparison.Ordinal);
        await RawClient.ExchangeAsync(Node, RawClient.Post("PutItem", item, "Connection: close"));
        var (response, _) = await SendAsync(Fault.TruncatedBody, RawClient.Post("GetItem", """{"TableName":"items","Key":{"id":{"S":"1"}}}"""));

        Assert.That(response.Body, Has.Length.EqualTo(int.Parse(response.Header("Content-Length")!) / 2).And.Length.GreaterThan(75_000));
    }

    [Test]
    public async Task TruncatedBody_is_reported_as_an_error_by_HttpClient()
    {
        Node.Faults.Next(1, Fault.TruncatedBody);
        using var http = new HttpClient();

        Assert.That(() => http.PostAsync(Node.Address, new StringContent("{}")), Throws.InstanceOf<HttpRequestException>());
        await Eventually.TrueAsync(() => Node.OpenConnections == 0, within: 10.Seconds(), what: "the connection is closed");
    }

    [Test]
    public async Task Garbage_is_reported_as_InvalidResponse_by_HttpClient()
    {
        Node.Faults.Next(1, Fault.Garbage);
        using var http = new HttpClient();
        var error = Assert.ThrowsAsync<HttpRequestException>(() => http.PostAsync(Node.Address, new StringContent("{}")));

        Assert.That(error!.HttpRequestError, Is.EqualTo(HttpRequestError.InvalidResponse));
        await Eventually.TrueAsync(() => Node.OpenConnections == 0, within: 10.Seconds(), what: "the connection is closed");
    }

    [TestCase(ServerErrors.WriteTimeout)]
    [TestCase(ServerErrors.ReadTimeout)]
    [TestCase(ServerErrors.Unavailable)]
    [TestCase(ServerErrors.Overloaded)]
    [TestCase(ServerErrors.ReplicaFailure)]
    [TestCase(ServerErrors.LwtContention)]
    public async Task InternalServerError_responds_with_the_message_of_a_real_node(string message)
    {
        var (response, request) = await PutAsync(Fault.InternalServerError(message));

        Assert.That(response.StatusLine, Is.EqualTo("HTTP/1.1 500 Internal Server Error"));
        Assert.That(response.Body, Is.EqualTo($$"""{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError","message":"{{message}}"}"""));
        Assert.That(request.WasExecuted, Is.False);
    }

    [Test]
    public async Task InternalServerError_can_execute_the_operation_before_the_response()
    {
        var (_, request) = await PutAsync(Fault.InternalServerError(ServerErrors.WriteTimeout, executed: true));

        Assert.That((request.WasExecuted, request.StatusCode), Is.EqualTo((true, (int?)500)));
    }

    [TestCase(502, "502 Bad Gateway")]
    [TestCase(503, "503 Service Unavailable")]
    [TestCase(504, "504 Gateway Timeout")]
    public async Task Status_responds_with_an_HTML_page_as_a_proxy_does(int status, string line)
    {
        var (response, request) = await PutAsync(Fault.Status(status));

        Assert.That(response.StatusLine, Is.EqualTo($"HTTP/1.1 {line}"));
        Assert.That(response.Header("Content-Type"), Is.EqualTo("text/html"));
        Assert.That(response.Body, Does.StartWith("<html>").And.Contain(line));
        Assert.That(request.WasExecuted, Is.False);
    }

    [TestCase("ProvisionedThroughputExceededException")]
    [TestCase("ThrottlingException")]
    [TestCase("RequestLimitExceeded")]
    public async Task Throttle_keeps_the_connection_open(string type)
    {
        Node.Faults.Next(1, Fault.Throttle(type));
        using var client = await RawClient.ConnectAsync(Node);
        await client.SendAsync(RawClient.Post("PutItem", Put));
        var response = await client.ReadResponseAsync();

        Assert.That(response.StatusLine, Is.EqualTo("HTTP/1.1 400 Bad Request"));
        Assert.That(response.Body, Does.StartWith($"{{\"__type\":\"com.amazonaws.dynamodb.v20120810#{type}\"").And.Not.Contain("in-flight"));
        await client.SendAsync(RawClient.Post("PutItem", Put));
        Assert.That((await client.ReadResponseAsync()).StatusLine, Is.EqualTo("HTTP/1.1 200 OK"));
    }

    private Task<(RawResponse Response, RecordedRequest Request)> PutAsync(Fault fault) => SendAsync(fault, RawClient.Post("PutItem", Put, "Connection: close"));

    private Task<RawResponse> GetAsync() => RawClient.ExchangeAsync(Node, RawClient.Post("GetItem", """{"TableName":"items","Key":{"id":{"S":"1"}}}""", "Connection: close"));

    private async Task<(RawResponse Response, RecordedRequest Request)> SendAsync(Fault fault, string request)
    {
        Node.Faults.Next(1, fault);
        var response = await RawClient.ExchangeAsync(Node, request);
        return (response, Node.Requests[^1]);
    }

    private async Task<RawClient> HangAsync(Fault fault)
    {
        Node.Faults.Always(fault);
        var client = await RawClient.ConnectAsync(Node);
        await client.SendAsync(RawClient.Post("PutItem", Put));
        await Eventually.TrueAsync(() => Node.Requests is [{ Body.IsEmpty: false }], within: 10.Seconds(), what: "the node has read the request");
        return client;
    }
}
