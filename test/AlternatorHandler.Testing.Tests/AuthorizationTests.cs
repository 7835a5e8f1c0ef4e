using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using AlternatorHandler.Testing.Tests.Support;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace AlternatorHandler.Testing.Tests;

public class AuthorizationTests
{
    private const string Invalid = "InvalidSignatureException";
    private const string Unrecognized = "UnrecognizedClientException";

    private static readonly DateTimeOffset Now = new(2026, 3, 1, 0, 5, 0, TimeSpan.Zero);

    private readonly ManualTimeProvider _clock = new(Now);
    private AlternatorTestCluster _cluster = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _cluster = await AlternatorTestCluster.StartAsync(options =>
    {
        options.EnforceAuthorization = true;
        options.TimeProvider = _clock;
        options.Users["second"] = "other secret";
    });

    [OneTimeTearDown]
    public async Task StopAsync() => await _cluster.DisposeAsync();

    [Test]
    public async Task A_signature_of_the_SDK_is_accepted_only_with_the_right_user_and_secret()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.EnforceAuthorization = true);
        using var good = SdkClient.Create(cluster[0]);
        using var bad = SdkClient.Create(cluster[0], secret: "wrong");
        using var unknown = SdkClient.Create(cluster[0], user: "nobody");

        await good.CreateTableAsync("items", [new("id", KeyType.HASH)], [new("id", ScalarAttributeType.S)], new(1, 1));
        Assert.That(() => good.PutItemAsync("items", new() { ["id"] = new AttributeValue("ä") }), Throws.Nothing);
        Assert.That(() => bad.ListTablesAsync(), Throws.InstanceOf<AmazonDynamoDBException>().With.Message.EqualTo("wrong signature").And.Property("ErrorCode").EqualTo(Unrecognized));
        Assert.That(() => unknown.ListTablesAsync(), Throws.InstanceOf<AmazonDynamoDBException>().With.Message.EqualTo("User not found: nobody"));
    }

    [Test]
    public async Task A_signature_is_valid_on_every_node()
    {
        var request = new TestSigner(Stamp(Now)).Request();

        foreach (var node in _cluster.Nodes)
        {
            Assert.That((await RawClient.ExchangeAsync(node, request)).StatusLine, Is.EqualTo("HTTP/1.1 200 OK"));
        }
    }

    [Test]
    public async Task A_signature_of_each_user_is_accepted() => await AssertAcceptedAsync(new TestSigner(Stamp(Now)) { User = "second", Secret = "other secret" }.Request());

    [TestCase(" ")]
    [TestCase(",")]
    [TestCase(" , ")]
    public async Task The_parts_of_the_Authorization_header_can_be_separated_by_spaces_or_commas(string separator) =>
        await AssertAcceptedAsync(new TestSigner(Stamp(Now)) { Separator = separator }.Request());

    [Test]
    public async Task Spaces_in_signed_header_values_are_collapsed_and_repeated_values_are_joined()
    {
        var signer = new TestSigner(Stamp(Now))
        {
            SignedHeaders = "host;x-amz-date;x-amz-target;x-blanks;x-twice",
            CanonicalHeaders = ["host:node", $"x-amz-date:{Stamp(Now)}", "x-amz-target:DynamoDB_20120810.ListTables", "x-blanks:a b c", "x-twice:1,2"],
        };

        await AssertAcceptedAsync(signer.Request("X-Blanks:   a   b c  ", "x-twice: 1", "X-Twice: 2"));
    }

    [Test]
    public async Task The_canonical_request_sorts_the_headers_but_keeps_the_order_of_their_names()
    {
        await AssertAcceptedAsync(new TestSigner(Stamp(Now)) { SignedHeaders = "x-amz-target;host;x-amz-date" }.Request());
    }

    [Test]
    public async Task A_signed_header_that_is_absent_is_treated_as_empty()
    {
        var signer = new TestSigner(Stamp(Now)) { SignedHeaders = "host;x-amz-date;x-gone" };

        await AssertAcceptedAsync((signer with { CanonicalHeaders = ["host:node", $"x-amz-date:{Stamp(Now)}", "x-gone:"] }).Request());
        await AssertRejectedAsync((signer with { CanonicalHeaders = ["host:node", $"x-amz-date:{Stamp(Now)}", "x-gone:1"] }).Request(), Unrecognized, "wrong signature");
    }

    [Test]
    public async Task A_changed_body_invalidates_the_signature() =>
        await AssertRejectedAsync(new TestSigner(Stamp(Now)).Request().Replace("\r\n\r\n{}", "\r\n\r\n[]", StringComparison.Ordinal), Unrecognized, "wrong signature");

    [Test]
    public async Task A_compressed_body_is_signed_as_it_is_sent()
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write("{}"u8);
        }

        await AssertAcceptedAsync(new TestSigner(Stamp(Now), Encoding.Latin1.GetString(compressed.ToArray())).Request("Content-Encoding: gzip"));
    }

    [Test]
    public async Task A_changed_host_invalidates_the_signature() =>
        await AssertRejectedAsync(new TestSigner(Stamp(Now)).Request().Replace("Host: node", "Host: edon", StringComparison.Ordinal), Unrecognized, "wrong signature");

    [Test]
    public async Task The_Host_header_is_required() => await AssertRejectedAsync(
        new TestSigner(Stamp(Now)).Request().Replace("Host: node\r\n", "", StringComparison.Ordinal), Invalid, "Host header is mandatory for signature verification");

    [Test]
    public async Task The_Authorization_header_is_required() => await AssertRejectedAsync(
        RawClient.Post("ListTables", "{}", "Connection: close"), "MissingAuthenticationTokenException", "Authorization header is mandatory for signature verification");

    [TestCase("Basic YTpi")]
    [TestCase("AWS4-HMAC-SHA256")]
    [TestCase("AWS4-HMAC-SHA512 Credential=a")]
    public async Task An_unknown_algorithm_is_rejected(string header) =>
        await AssertRejectedAsync(WithAuthorization(header), Invalid, $"Authorization header must use AWS4-HMAC-SHA256 algorithm: {header}");

    [TestCase("Credential=a/20260301/us-east-1/dynamodb", "a/20260301/us-east-1/dynamodb")]
    [TestCase("Credential=a/b/c/d/e/f", "a/b/c/d/e/f")]
    [TestCase("Signature=00", "")]
    [TestCase("Credential=a=b/c/d/e/f", "")]
    public async Task A_credential_without_five_parts_is_rejected(string rest, string credential) =>
        await AssertRejectedAsync(WithAuthorization($"AWS4-HMAC-SHA256 {rest}"), "ValidationException", $"Incorrect credential information format: {credential}");

    [Test]
    public async Task The_user_is_verified_before_the_date() =>
        await AssertRejectedAsync(new TestSigner(Stamp(Now.AddDays(-1))) { User = "nobody" }.Request(), Unrecognized, "User not found: nobody");

    [Test]
    public async Task A_signature_that_does_not_cover_the_date_is_rejected() => await AssertRejectedAsync(
        new TestSigner(Stamp(Now)) { SignedHeaders = "host" }.Request(), Invalid, "invalid signature: X-Amz-Date header is mandatory for signature verification");

    [TestCase(-15 * 60)]
    [TestCase(0)]
    [TestCase(15 * 60)]
    public async Task A_date_within_15_minutes_of_the_clock_is_accepted(int seconds) => await AssertAcceptedAsync(new TestSigner(Stamp(Now.AddSeconds(seconds))).Request());

    [Test]
    public async Task A_signature_older_than_15_minutes_is_rejected() => await AssertRejectedAsync(
        new TestSigner("20260228T234959Z").Request(), Invalid, "invalid signature: Signature expired: 20260228T234959Z is now earlier than 20260228T235000Z (current time - 15 min.)");

    [Test]
    public async Task A_signature_more_than_15_minutes_in_the_future_is_rejected() => await AssertRejectedAsync(
        new TestSigner("20260301T002001Z").Request(), Invalid, "invalid signature: Signature not yet current: 20260301T002001Z is still later than 20260301T002000Z (current time + 15 min.)");

    [Test]
    public async Task A_credential_for_another_day_than_the_date_is_rejected() => await AssertRejectedAsync(
        new TestSigner(Stamp(Now)) { CredentialDate = "20260228" }.Request(), Invalid, "invalid signature: X-Amz-Date date does not match the provided datestamp. Expected 20260228, got 20260301");

    [Test]
    public async Task The_signature_is_verified_before_the_operation()
    {
        await AssertRejectedAsync(RawClient.Post("Nope", "{}", "Connection: close"), "MissingAuthenticationTokenException", "Authorization header is mandatory for signature verification");
        Assert.That(_cluster[0].Requests[^1].WasExecuted, Is.False);
    }

    [Test]
    public async Task The_signature_of_a_shed_or_too_large_request_is_not_verified()
    {
        _cluster[0].Faults.Next(1, Fault.Shed);

        Assert.That((await RawClient.ExchangeAsync(_cluster[0], RawClient.Post("ListTables", "{}"))).Body, Does.Contain("RequestLimitExceeded"));
        Assert.That((await RawClient.ExchangeAsync(_cluster[0], "POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n")).Body, Does.Contain("PayloadTooLarge"));
    }

    [Test]
    public async Task Health_and_discovery_need_no_signature()
    {
        using var http = new HttpClient();

        Assert.That(await http.GetStringAsync(_cluster[0].Address), Does.StartWith("healthy"));
        Assert.That(await http.GetStringAsync(new Uri(_cluster[0].Address, "localnodes")), Does.StartWith("["));
    }

    [Test]
    public async Task An_invalid_signature_is_accepted_if_authorization_is_not_enforced()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        var response = await RawClient.ExchangeAsync(cluster[0], RawClient.Post("ListTables", "{}", "Authorization: nonsense", "Connection: close"));

        Assert.That(response.StatusLine, Is.EqualTo("HTTP/1.1 200 OK"));
    }

    private static string WithAuthorization(string header) => RawClient.Post("ListTables", "{}", $"Authorization: {header}", "Connection: close");

    private static string Stamp(DateTimeOffset time) => time.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private async Task AssertAcceptedAsync(string request)
    {
        var response = await RawClient.ExchangeAsync(_cluster[0], request);
        Assert.That(response.StatusLine, Is.EqualTo("HTTP/1.1 200 OK"), response.Body);
    }

    private async Task AssertRejectedAsync(string request, string type, string message)
    {
        var response = await RawClient.ExchangeAsync(_cluster[0], request);
        using var error = JsonDocument.Parse(response.Body);

        Assert.That(response.StatusLine, Is.EqualTo("HTTP/1.1 400 Bad Request"));
        Assert.That(error.RootElement.GetProperty("__type").GetString(), Is.EqualTo($"com.amazonaws.dynamodb.v20120810#{type}"));
        Assert.That(error.RootElement.GetProperty("message").GetString(), Is.EqualTo(message));
    }
}
