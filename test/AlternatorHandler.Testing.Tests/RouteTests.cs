using AlternatorHandler.Testing.Tests.Support;

namespace AlternatorHandler.Testing.Tests;

public class RouteTests
{
    private const string NotFound = "{\"message\": \"Not found\", \"code\": 404}";

    private AlternatorTestCluster _cluster = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _cluster = await AlternatorTestCluster.StartAsync(options => options.NodeCount = 1);

    [OneTimeTearDown]
    public async Task StopAsync() => await _cluster.DisposeAsync();

    [Test]
    public async Task The_health_response_contains_the_host_as_sent()
    {
        var response = await SendAsync("GET / HTTP/1.1\r\nHost: Alternator.Example:8000\r\nConnection: close\r\n\r\n");

        Assert.That(response.StatusLine, Is.EqualTo("HTTP/1.1 200 OK"));
        Assert.That(response.Header("Content-Type"), Is.EqualTo("text/plain"));
        Assert.That(response.Body, Is.EqualTo("healthy: Alternator.Example:8000"));
    }

    [Test]
    public async Task A_health_request_does_not_need_a_host()
    {
        var response = await SendAsync("GET / HTTP/1.1\r\nConnection: close\r\n\r\n");

        Assert.That(response.Body, Is.EqualTo("healthy: "));
    }

    [TestCase("/localnodes")]
    [TestCase("/localnodes/")]
    [TestCase("/localnodes?")]
    public async Task The_list_of_nodes_is_compact_JSON(string path)
    {
        var response = await SendAsync($"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        Assert.That(response.Header("Content-Type"), Is.EqualTo("application/json"));
        Assert.That(response.Body, Is.EqualTo("[\"127.0.0.1\"]"));
    }

    [Test]
    public async Task A_response_has_only_the_headers_of_a_node()
    {
        using var client = await RawClient.ConnectAsync(_cluster[0]);
        await client.SendAsync(RawClient.Post("ListTables", "{}"));
        var response = await client.ReadResponseAsync();

        Assert.That(response.HeaderNames, Is.EquivalentTo(["Content-Length", "Content-Type", "Date"]));
        Assert.That(response.Header("Content-Type"), Is.EqualTo("application/x-amz-json-1.0"));
        Assert.That(DateTimeOffset.ParseExact(response.Header("Date")!, "R", null), Is.EqualTo(TimeProvider.System.GetUtcNow()).Within(TimeSpan.FromMinutes(1)));
    }

    [TestCase("GET", "/x")]
    [TestCase("GET", "/localnodes/x")]
    [TestCase("POST", "/x")]
    [TestCase("PUT", "/")]
    [TestCase("DELETE", "/")]
    [TestCase("OPTIONS", "/localnodes")]
    [TestCase("GET", "http://127.0.0.1/")]
    public async Task An_unknown_route_is_not_found(string method, string target)
    {
        using var client = await RawClient.ConnectAsync(_cluster[0]);
        await client.SendAsync($"{method} {target} HTTP/1.1\r\nHost: x\r\n\r\n");
        var response = await client.ReadResponseAsync();

        Assert.That(response.StatusLine, Is.EqualTo("HTTP/1.1 404 Not Found"));
        Assert.That(response.Body, Is.EqualTo(NotFound));
        Assert.That(response.HeaderNames, Is.EquivalentTo(["Content-Length", "Content-Type"]), "the 404 is the response without a date");
        Assert.That(response.Header("Content-Type"), Is.EqualTo("application/json"));
    }

    [Test]
    public async Task A_HEAD_request_is_not_a_health_check()
    {
        var response = await SendAsync("HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        Assert.That(response.StatusLine, Is.EqualTo("HTTP/1.1 404 Not Found"));
        Assert.That(response.Body, Is.Empty);
    }

    [TestCase("DynamoDB_20120810.Nope", "Nope")]
    [TestCase("DynamoDB_20120810.TransactWriteItems", "TransactWriteItems")]
    [TestCase("DynamoDB_20120810.A.B", "A.B")]
    [TestCase("NoDot", "")]
    [TestCase("", "")]
    public async Task An_unknown_operation_is_an_error(string target, string operation)
    {
        var response = await SendAsync($"POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: {target}\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{{}}");

        Assert.That(response.StatusLine, Is.EqualTo("HTTP/1.1 400 Bad Request"));
        Assert.That(response.Header("Content-Type"), Is.EqualTo("application/x-amz-json-1.0"));
        Assert.That(response.Body, Is.EqualTo($$"""{"__type":"com.amazonaws.dynamodb.v20120810#UnknownOperationException","message":"Unsupported operation {{operation}}"}"""));
    }

    [Test]
    public async Task A_request_without_a_target_is_an_unknown_operation()
    {
        var response = await SendAsync("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");

        Assert.That(response.Body, Does.EndWith("\"message\":\"Unsupported operation \"}"));
    }

    [Test]
    public async Task DescribeEndpoints_returns_the_host_of_the_request()
    {
        var response = await SendAsync(RawClient.Post("DescribeEndpoints", "{}", "Connection: close"));

        Assert.That(response.Body, Is.EqualTo("""{"Endpoints":[{"Address":"node","CachePeriodInMinutes":1440}]}"""));
    }

    [Test]
    public async Task A_preflight_request_is_allowed_with_its_method_and_headers()
    {
        var response = await SendAsync("OPTIONS / HTTP/1.1\r\nHost: x\r\nOrigin: http://o\r\nAccess-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: x-amz-target\r\nConnection: close\r\n\r\n");

        Assert.That(response.StatusLine, Is.EqualTo("HTTP/1.1 200 OK"));
        Assert.That(response.Header("Content-Type"), Is.EqualTo("text/plain"));
        Assert.That(response.Header("Content-Length"), Is.EqualTo("0"));
        Assert.That(response.Header("Access-Control-Allow-Origin"), Is.EqualTo("*"));
        Assert.That(response.Header("Access-Control-Expose-Headers"), Is.EqualTo("x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date"));
        Assert.That(response.Header("Access-Control-Allow-Headers"), Is.EqualTo("x-amz-target"));
        Assert.That(response.Header("Access-Control-Allow-Methods"), Is.EqualTo("POST"));
        Assert.That(response.Header("Access-Control-Max-Age"), Is.EqualTo("7200"));
    }

    [Test]
    public async Task An_operation_from_another_origin_gets_no_preflight_headers()
    {
        var response = await SendAsync(RawClient.Post("Nope", "{}", "Origin: http://o", "Connection: close"));

        Assert.That(response.Header("Access-Control-Allow-Origin"), Is.EqualTo("*"));
        Assert.That(response.Header("Access-Control-Max-Age"), Is.Null);
    }

    private Task<RawResponse> SendAsync(string request) => RawClient.ExchangeAsync(_cluster[0], request);
}
