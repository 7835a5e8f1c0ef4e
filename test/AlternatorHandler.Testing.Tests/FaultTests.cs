using System.Net;
using System.Text;
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
    public async Task A_reset_before_the_body_executes_nothing()
    {
        var (response, request) = await PutAsync(Fault.ResetBeforeBody);

        Assert.That(response, Is.EqualTo(new RawResponse("", WasReset: true)));
        Assert.That((request.Fault, request.WasExecuted, request.StatusCode, request.Body.Length), Is.EqualTo(("ResetBeforeBody", false, (int?)null, 0)));
        Assert.That((await GetAsync()).Body, Is.EqualTo("{}"));
    }

    [Test]
    public async Task A_lost_response_executes_the_operation()
    {
        var (response, request) = await PutAsync(Fault.LostReply);

        Assert.That(response, Is.EqualTo(new RawResponse("", WasReset: true)));
        Assert.That((request.Fault, request.WasExecuted, request.StatusCode), Is.EqualTo(("LostReply", true, (int?)null)));
        Assert.That((await GetAsync()).Body, Does.StartWith("{\"Item\":"));
    }

    [Test]
    public async Task A_close_before_the_response_is_orderly_and_executes_nothing()
    {
        var (response, request) = await PutAsync(Fault.CloseBeforeReply);

        Assert.That(response, Is.EqualTo(new RawResponse("", WasReset: false)));
        Assert.That((request.WasExecuted, request.Body.Length), Is.EqualTo((false, Put.Length)));
    }

    [Test]
    public async Task A_close_before_the_response_looks_like_one_to_HttpClient()
    {
        Node.Faults.Next(1, Fault.CloseBeforeReply);
        using var http = new HttpClient();
        var error = Assert.ThrowsAsync<HttpRequestException>(() => http.PostAsync(Node.Address, new StringContent("{}")));

        Assert.That(error!.HttpRequestError, Is.EqualTo(HttpRequestError.ResponseEnded));
        await Eventually.TrueAsync(() => Node.OpenConnections == 0, "the connection is closed");
    }

    [Test]
    public async Task A_hang_ends_with_the_faults_and_executes_nothing()
    {
        using var client = await HangAsync(Fault.Hang);
        Assert.That(Node.Requests[0].Body.Length, Is.EqualTo(Put.Length));

        Node.Faults.Clear();

        Assert.That((await client.ReadToEndAsync()).Text, Is.Empty);
        Assert.That(Node.Requests[0].WasExecuted, Is.False);
    }

    [Test]
    public async Task A_hang_ends_when_the_client_leaves()
    {
        using (await HangAsync(Fault.Hang))
        {
            Assert.That(Node.OpenConnections, Is.EqualTo(1));
        }

        await Eventually.TrueAsync(() => Node.OpenConnections == 0, "the node lets go of the connection");
    }

    [Test]
    public async Task A_hang_ends_when_the_node_stops()
    {
        using var client = await HangAsync(Fault.Hang);

        await Node.KillAsync();

        Assert.That((await client.ReadToEndAsync()).WasReset, Is.True);
    }

    [Test]
    public async Task A_node_that_does_not_read_cannot_be_sent_a_large_body()
    {
        Node.Faults.Next(1, Fault.HangWithoutReading);
        using var client = await RawClient.ConnectAsync(Node);
        await client.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 16000000\r\n\r\n");
        var sending = client.SendAsync(new byte[16_000_000]);
        await Eventually.TrueAsync(() => Node.RequestCount == 1, "the headers have arrived");

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
        await Eventually.TrueAsync(() => Node.RequestCount == 1, "the headers have arrived");

        await Node.DrainAsync().WaitAsync(TimeSpan.FromSeconds(5));

        Assert.That(() => sending, Throws.InstanceOf<Exception>());
    }

    [Test]
    public async Task A_delay_is_by_the_clock_of_the_cluster()
    {
        Node.Faults.Next(1, Fault.Delay(TimeSpan.FromSeconds(30)));
        using var client = await RawClient.ConnectAsync(Node);
        await client.SendAsync(RawClient.Post("PutItem", Put));
        await Eventually.TrueAsync(() => _clock.PendingTimers == 1, "the node waits");
        _clock.Advance(TimeSpan.FromSeconds(29));
        Assert.That(Node.Requests[0].WasExecuted, Is.False);

        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.That((await client.ReadResponseAsync()).StatusLine, Is.EqualTo("HTTP/1.1 200 OK"));
        Assert.That(Node.Requests[0].WasExecuted, Is.True);
    }

    [Test]
    public async Task A_delayed_operation_is_executed_even_when_its_client_has_left()
    {
        Node.Faults.Next(1, Fault.Delay(TimeSpan.FromSeconds(30)));
        using (var client = await RawClient.ConnectAsync(Node))
        {
            await client.SendAsync(RawClient.Post("PutItem", Put));
            await Eventually.TrueAsync(() => _clock.PendingTimers == 1, "the node waits");
        }

        _clock.Advance(TimeSpan.FromSeconds(30));

        await Eventually.TrueAsync(() => Node.Requests[0].WasExecuted, "the operation is executed");
    }

    [Test]
    public async Task Clearing_the_faults_cuts_a_delay_short()
    {
        Node.Faults.Always(Fault.Delay(TimeSpan.FromHours(1)));
        using var client = await RawClient.ConnectAsync(Node);
        await client.SendAsync(RawClient.Post("PutItem", Put));
        await Eventually.TrueAsync(() => _clock.PendingTimers == 1, "the node waits");

        Node.Faults.Clear();

        Assert.That((await client.ReadResponseAsync()).StatusLine, Is.EqualTo("HTTP/1.1 200 OK"));
    }

    [Test]
    public async Task A_response_drips_a_few_bytes_at_a_time()
    {
        Node.Faults.Next(1, Fault.Drip(20, TimeSpan.FromSeconds(1)));
        using var client = await RawClient.ConnectAsync(Node);
        await client.SendAsync(RawClient.Post("Nope", "{}"));
        await Eventually.TrueAsync(() => _clock.PendingTimers == 1, "the node waits");
        var sofar = await client.ReadAsync();
        while (!new RawResponse(sofar, false).Body.StartsWith('{'))
        {
            sofar += await client.ReadAsync();
        }

        Assert.That(new RawResponse(sofar, false).Body, Has.Length.EqualTo(20));
        while (!new RawResponse(sofar, false).IsWhole)
        {
            await Eventually.TrueAsync(() => _clock.PendingTimers == 1, "the node waits");
            _clock.Advance(TimeSpan.FromSeconds(1));
            sofar += await client.ReadAsync();
        }

        Assert.That(sofar, Does.EndWith("\"Unsupported operation Nope\"}"));
    }

    [Test]
    public async Task A_truncated_body_promises_more_than_it_keeps()
    {
        var (response, request) = await AskAsync(Fault.TruncatedBody, RawClient.Post("DescribeEndpoints", "{}"));
        var whole = """{"Endpoints":[{"Address":"node","CachePeriodInMinutes":1440}]}""";

        Assert.That(response.WasReset, Is.True);
        Assert.That(response.Header("Content-Length"), Is.EqualTo($"{whole.Length}"));
        Assert.That(response.Body, Is.EqualTo(whole[..(whole.Length / 2)]));
        Assert.That((request.WasExecuted, request.StatusCode), Is.EqualTo((true, (int?)200)));
    }

    [Test]
    public async Task Half_of_a_truncated_body_arrives_even_if_it_is_large()
    {
        var item = """{"TableName":"items","Item":{"id":{"S":"1"},"data":{"S":"x"}}}""".Replace("x", new string('x', 150_000), StringComparison.Ordinal);
        await RawClient.AskAsync(Node, RawClient.Post("PutItem", item, "Connection: close"));
        var (response, _) = await AskAsync(Fault.TruncatedBody, RawClient.Post("GetItem", """{"TableName":"items","Key":{"id":{"S":"1"}}}"""));

        Assert.That(response.Body, Has.Length.EqualTo(int.Parse(response.Header("Content-Length")!) / 2).And.Length.GreaterThan(75_000));
    }

    [Test]
    public async Task A_truncated_body_is_an_error_to_HttpClient()
    {
        Node.Faults.Next(1, Fault.TruncatedBody);
        using var http = new HttpClient();

        Assert.That(() => http.PostAsync(Node.Address, new StringContent("{}")), Throws.InstanceOf<HttpRequestException>());
        await Eventually.TrueAsync(() => Node.OpenConnections == 0, "the connection is closed");
    }

    [Test]
    public async Task Garbage_is_no_response_to_HttpClient()
    {
        Node.Faults.Next(1, Fault.Garbage);
        using var http = new HttpClient();
        var error = Assert.ThrowsAsync<HttpRequestException>(() => http.PostAsync(Node.Address, new StringContent("{}")));

        Assert.That(error!.HttpRequestError, Is.EqualTo(HttpRequestError.InvalidResponse));
        await Eventually.TrueAsync(() => Node.OpenConnections == 0, "the connection is closed");
    }

    [TestCase(ServerErrors.WriteTimeout)]
    [TestCase(ServerErrors.ReadTimeout)]
    [TestCase(ServerErrors.Unavailable)]
    [TestCase(ServerErrors.Overloaded)]
    [TestCase(ServerErrors.ReplicaFailure)]
    [TestCase(ServerErrors.LwtContention)]
    public async Task A_500_has_the_message_of_a_real_node(string message)
    {
        var (response, request) = await PutAsync(Fault.InternalServerError(message));

        Assert.That(response.StatusLine, Is.EqualTo("HTTP/1.1 500 Internal Server Error"));
        Assert.That(response.Body, Is.EqualTo($$"""{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError","message":"{{message}}"}"""));
        Assert.That(request.WasExecuted, Is.False);
    }

    [Test]
    public async Task A_500_may_come_after_the_operation_was_executed()
    {
        var (_, request) = await PutAsync(Fault.InternalServerError(ServerErrors.WriteTimeout, executed: true));

        Assert.That((request.WasExecuted, request.StatusCode), Is.EqualTo((true, (int?)500)));
    }

    [TestCase(502, "502 Bad Gateway")]
    [TestCase(503, "503 Service Unavailable")]
    [TestCase(504, "504 Gateway Timeout")]
    public async Task A_proxy_answers_with_html(int status, string line)
    {
        var (response, request) = await PutAsync(Fault.Status(status));

        Assert.That(response.StatusLine, Is.EqualTo($"HTTP/1.1 {line}"));
        Assert.That(response.Header("Content-Type"), Is.EqualTo("text/html"));
        Assert.That(response.Body, Does.StartWith("<html>").And.Contain(line));
        Assert.That(request.WasExecuted, Is.False);
    }

    [Test]
    public async Task A_shed_request_is_answered_unread_and_the_connection_closed_without_notice()
    {
        Node.Faults.Next(1, Fault.Shed);
        var response = await RawClient.AskAsync(Node, RawClient.Post("PutItem", Put));
        var request = Node.Requests[0];

        Assert.That(response.WasReset, Is.False);
        Assert.That(response.StatusLine, Is.EqualTo("HTTP/1.1 400 Bad Request"));
        Assert.That(response.HeaderNames, Is.EquivalentTo(["Content-Length", "Content-Type", "Date"]));
        Assert.That(response.Body, Is.EqualTo("""{"__type":"com.amazonaws.dynamodb.v20120810#RequestLimitExceeded","message":"too many in-flight requests (configured via max_concurrent_requests_per_shard): 64"}"""));
        Assert.That((request.WasExecuted, request.Body.Length), Is.EqualTo((false, 0)));
    }

    [Test]
    public async Task A_shed_response_comes_before_the_body()
    {
        Node.Faults.Next(1, Fault.Shed);
        var response = await RawClient.AskAsync(Node, "POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: D.PutItem\r\nContent-Length: 100000\r\n\r\n");

        Assert.That(response.IsWhole, Is.True);
    }

    [Test]
    public async Task A_shed_request_with_a_large_body_under_way_is_not_reset()
    {
        Node.Faults.Next(1, Fault.Shed);
        var response = await RawClient.AskAsync(Node, RawClient.Post("PutItem", new string(' ', 400_000)));

        Assert.That((response.IsWhole, response.WasReset), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task A_shed_client_may_go_on_sending_its_small_body()
    {
        Node.Faults.Next(1, Fault.Shed);
        using var client = await RawClient.ConnectAsync(Node);
        await client.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: D.PutItem\r\nContent-Length: 3\r\n\r\n");
        await client.ReadResponseAsync();
        await client.SendAsync("1");
        await client.SendAsync("2");
        await client.SendAsync("3");

        Assert.That(await client.ReadToEndAsync(), Is.EqualTo(new RawResponse("", WasReset: false)));
    }

    [Test]
    public async Task A_shed_response_always_reaches_a_client_with_a_new_connection([Values(2, 5_000, 60_000, 500_000)] int size)
    {
        Node.Faults.Always(Fault.Shed);
        using var http = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero });
        for (var i = 0; i < 50; i++)
        {
            using var response = await http.PostAsync(Node.Address, new ByteArrayContent(new byte[size]));
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That(response.Headers.ConnectionClose, Is.Null);
            Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("RequestLimitExceeded"));
        }

        Assert.That(Node.RequestCount, Is.EqualTo(50));
    }

    [TestCase("ProvisionedThroughputExceededException")]
    [TestCase("ThrottlingException")]
    [TestCase("RequestLimitExceeded")]
    public async Task A_throttled_request_keeps_its_connection(string type)
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

    [Test]
    public async Task Health_and_discovery_stay_good_while_operations_fail()
    {
        Node.Faults.Always(Fault.ResetBeforeBody);
        using var http = new HttpClient();

        Assert.That(await http.GetStringAsync(Node.Address), Does.StartWith("healthy"));
        Assert.That(await http.GetStringAsync(new Uri(Node.Address, "localnodes")), Does.StartWith("["));
        Assert.That(() => http.PostAsync(Node.Address, new StringContent("{}")), Throws.InstanceOf<HttpRequestException>());
    }

    [TestCase(FaultScope.Health, "503 200 400")]
    [TestCase(FaultScope.Discovery, "200 503 400")]
    [TestCase(FaultScope.Health | FaultScope.Discovery, "503 503 400")]
    [TestCase(FaultScope.Everything, "503 503 503")]
    public async Task A_fault_meets_its_scope(FaultScope scope, string expected)
    {
        Node.Faults.Always(Fault.Status(503), scope);
        using var http = new HttpClient();
        using var health = await http.GetAsync(Node.Address);
        using var discovery = await http.GetAsync(new Uri(Node.Address, "localnodes"));
        using var operation = await http.PostAsync(Node.Address, new StringContent("{}"));

        Assert.That($"{(int)health.StatusCode} {(int)discovery.StatusCode} {(int)operation.StatusCode}", Is.EqualTo(expected));
    }

    [Test]
    public async Task A_fault_meets_its_operation_only()
    {
        Node.Faults.Always(Fault.Status(503), operation: "PutItem");

        Assert.That(await StatusesAsync("PutItem", "ListTables", "PutItem"), Is.EqualTo("503 200 503"));
    }

    [Test]
    public async Task The_next_requests_come_first_in_order_then_what_is_always_so()
    {
        Node.Faults.Always(Fault.Status(501));
        Node.Faults.Always(Fault.Status(504));
        Node.Faults.Next(2, Fault.Status(502));
        Node.Faults.Next(1, Fault.Status(503), operation: "ListTables");

        Assert.That(await StatusesAsync("PutItem", "PutItem", "PutItem", "ListTables", "ListTables"), Is.EqualTo("502 502 504 503 504"));

        Node.Faults.Clear();
        Assert.That(await StatusesAsync("ListTables"), Is.EqualTo("200"));
    }

    [Test]
    public async Task Faults_are_a_nodes_own()
    {
        Node.Faults.Always(Fault.Status(503));
        using var http = new HttpClient();
        using var response = await http.PostAsync(_cluster[1].Address, new StringContent("{}"));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((Node.RequestCount, _cluster[1].RequestCount), Is.EqualTo((0, 1)));
    }

    private Task<(RawResponse Response, RecordedRequest Request)> PutAsync(Fault fault) => AskAsync(fault, RawClient.Post("PutItem", Put, "Connection: close"));

    private Task<RawResponse> GetAsync() => RawClient.AskAsync(Node, RawClient.Post("GetItem", """{"TableName":"items","Key":{"id":{"S":"1"}}}""", "Connection: close"));

    private async Task<(RawResponse Response, RecordedRequest Request)> AskAsync(Fault fault, string request)
    {
        Node.Faults.Next(1, fault);
        var response = await RawClient.AskAsync(Node, request);
        return (response, Node.Requests[^1]);
    }

    private async Task<RawClient> HangAsync(Fault fault)
    {
        Node.Faults.Always(fault);
        var client = await RawClient.ConnectAsync(Node);
        await client.SendAsync(RawClient.Post("PutItem", Put));
        await Eventually.TrueAsync(() => Node.Requests is [{ Body.IsEmpty: false }], "the node has read the request");
        return client;
    }

    private async Task<string> StatusesAsync(params string[] operations)
    {
        var statuses = new List<int>();
        using var http = new HttpClient();
        foreach (var operation in operations)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Node.Address) { Content = new StringContent("{}", Encoding.UTF8) };
            request.Headers.Add("X-Amz-Target", $"DynamoDB_20120810.{operation}");
            using var response = await http.SendAsync(request);
            statuses.Add((int)response.StatusCode);
        }

        return string.Join(' ', statuses);
    }
}
