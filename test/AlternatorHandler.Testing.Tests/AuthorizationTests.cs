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
    public async Task What_the_sdk_signs_is_accepted_and_what_it_signs_with_a_wrong_key_is_not()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.EnforceAuthorization = true);
        using var good = SdkClient.For(cluster[0]);
        using var bad = SdkClient.For(cluster[0], secret: "wrong");
        using var unknown = SdkClient.For(cluster[0], user: "nobody");

        await good.CreateTableAsync("items", [new("id", KeyType.HASH)], [new("id", ScalarAttributeType.S)], new(1, 1));
        Assert.That(() => good.PutItemAsync("items", new() { ["id"] = new AttributeValue("ä") }), Throws.Nothing);
        Assert.That(() => bad.ListTablesAsync(), Throws.InstanceOf<AmazonDynamoDBException>().With.Message.EqualTo("wrong signature").And.Property("ErrorCode").EqualTo(Unrecognized));
        Assert.That(() => unknown.ListTablesAsync(), Throws.InstanceOf<AmazonDynamoDBException>().With.Message.EqualTo("User not found: nobody"));
    }

    [Test]
    public async Task A_signature_is_good_on_every_node()
    {
        var request = new TestSigner(Stamp(Now)).Request();

        foreach (var node in _cluster.Nodes)
        {
            Assert.That((await RawClient.AskAsync(node, request)).StatusLine, Is.EqualTo("HTTP/1.1 200 OK"));
        }
    }

    [Test]
    public async Task Any_user_may_sign() => await AssertAcceptedAsync(new TestSigner(Stamp(Now)) { User = "second", Secret = "other secret" }.Request());

    [TestCase(" ")]
    [TestCase(",")]
    [TestCase(" , ")]
    public async Task The_parts_may_be_separated_by_blanks_or_commas(string separator) =>
        await AssertAcceptedAsync(new TestSigner(Stamp(Now)) { Separator = separator }.Request());

    [Test]
    public async Task Values_count_as_received_with_runs_of_blanks_collapsed_and_repetitions_joined()
    {
        var signer = new TestSigner(Stamp(Now))
        {
            SignedHeaders = "host;x-amz-date;x-amz-target;x-blanks;x-twice",
            CanonicalHeaders = ["host:node", $"x-amz-date:{Stamp(Now)}", "x-amz-target:DynamoDB_20120810.ListTables", "x-blanks:a b c", "x-twice:1,2"],
        };

        await AssertAcceptedAsync(signer.Request("X-Blanks:   a   b c  ", "x-twice: 1", "X-Twice: 2"));
    }

    [Test]
    public async Task Signed_headers_are_sorted_but_named_as_sent()
    {
        await AssertAcceptedAsync(new TestSigner(Stamp(Now)) { SignedHeaders = "x-amz-target;host;x-amz-date" }.Request());
    }

    [Test]
    public async Task A_listed_header_that_is_absent_counts_as_empty()
    {
        var signer = new TestSigner(Stamp(Now)) { SignedHeaders = "host;x-amz-date;x-gone" };

        await AssertAcceptedAsync((signer with { CanonicalHeaders = ["host:node", $"x-amz-date:{Stamp(Now)}", "x-gone:"] }).Request());
        await AssertRefusedAsync((signer with { CanonicalHeaders = ["host:node", $"x-amz-date:{Stamp(Now)}", "x-gone:1"] }).Request(), Unrecognized, "wrong signature");
    }

    [Test]
    public async Task Another_body_is_a_wrong_signature() =>
        await AssertRefusedAsync(new TestSigner(Stamp(Now)).Request().Replace("\r\n\r\n{}", "\r\n\r\n[]", StringComparison.Ordinal), Unrecognized, "wrong signature");

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
    public async Task Another_host_is_a_wrong_signature() =>
        await AssertRefusedAsync(new TestSigner(Stamp(Now)).Request().Replace("Host: node", "Host: edon", StringComparison.Ordinal), Unrecognized, "wrong signature");

    [Test]
    public async Task The_host_must_be_there() => await AssertRefusedAsync(
        new TestSigner(Stamp(Now)).Request().Replace("Host: node\r\n", "", StringComparison.Ordinal), Invalid, "Host header is mandatory for signature verification");

    [Test]
    public async Task The_authorization_must_be_there() => await AssertRefusedAsync(
        RawClient.Post("ListTables", "{}", "Connection: close"), "MissingAuthenticationTokenException", "Authorization header is mandatory for signature verification");

    [TestCase("Basic YTpi")]
    [TestCase("AWS4-HMAC-SHA256")]
    [TestCase("AWS4-HMAC-SHA512 Credential=a")]
    public async Task The_algorithm_must_be_known(string header) =>
        await AssertRefusedAsync(WithAuthorization(header), Invalid, $"Authorization header must use AWS4-HMAC-SHA256 algorithm: {header}");

    [TestCase("Credential=a/20260301/us-east-1/dynamodb", "a/20260301/us-east-1/dynamodb")]
    [TestCase("Credential=a/b/c/d/e/f", "a/b/c/d/e/f")]
    [TestCase("Signature=00", "")]
    [TestCase("Credential=a=b/c/d/e/f", "")]
    public async Task The_credential_must_have_five_parts(string rest, string credential) =>
        await AssertRefusedAsync(WithAuthorization($"AWS4-HMAC-SHA256 {rest}"), "ValidationException", $"Incorrect credential information format: {credential}");

    [Test]
    public async Task The_user_is_looked_up_before_the_date_is_checked() =>
        await AssertRefusedAsync(new TestSigner(Stamp(Now.AddDays(-1))) { User = "nobody" }.Request(), Unrecognized, "User not found: nobody");

    [Test]
    public async Task The_date_must_be_signed() => await AssertRefusedAsync(
        new TestSigner(Stamp(Now)) { SignedHeaders = "host" }.Request(), Invalid, "invalid signature: X-Amz-Date header is mandatory for signature verification");

    [TestCase(-15 * 60)]
    [TestCase(0)]
    [TestCase(15 * 60)]
    public async Task A_clock_may_be_a_quarter_of_an_hour_off(int seconds) => await AssertAcceptedAsync(new TestSigner(Stamp(Now.AddSeconds(seconds))).Request());

    [Test]
    public async Task An_old_signature_has_expired() => await AssertRefusedAsync(
        new TestSigner("20260228T234959Z").Request(), Invalid, "invalid signature: Signature expired: 20260228T234959Z is now earlier than 20260228T235000Z (current time - 15 min.)");

    [Test]
    public async Task A_signature_from_the_future_is_not_yet_current() => await AssertRefusedAsync(
        new TestSigner("20260301T002001Z").Request(), Invalid, "invalid signature: Signature not yet current: 20260301T002001Z is still later than 20260301T002000Z (current time + 15 min.)");

    [Test]
    public async Task The_credential_is_for_the_day_of_the_signature() => await AssertRefusedAsync(
        new TestSigner(Stamp(Now)) { CredentialDate = "20260228" }.Request(), Invalid, "invalid signature: X-Amz-Date date does not match the provided datestamp. Expected 20260228, got 20260301");

    [Test]
    public async Task The_signature_is_checked_before_the_operation_is_looked_up()
    {
        await AssertRefusedAsync(RawClient.Post("Nope", "{}", "Connection: close"), "MissingAuthenticationTokenException", "Authorization header is mandatory for signature verification");
        Assert.That(_cluster[0].Requests[^1].WasExecuted, Is.False);
    }

    [Test]
    public async Task A_request_that_is_shed_or_too_large_is_not_verified()
    {
        _cluster[0].Faults.Next(1, Fault.Shed);

        Assert.That((await RawClient.AskAsync(_cluster[0], RawClient.Post("ListTables", "{}"))).Body, Does.Contain("RequestLimitExceeded"));
        Assert.That((await RawClient.AskAsync(_cluster[0], "POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n")).Body, Does.Contain("PayloadTooLarge"));
    }

    [Test]
    public async Task Health_and_discovery_need_no_signature()
    {
        using var http = new HttpClient();

        Assert.That(await http.GetStringAsync(_cluster[0].Address), Does.StartWith("healthy"));
        Assert.That(await http.GetStringAsync(new Uri(_cluster[0].Address, "localnodes")), Does.StartWith("["));
    }

    [Test]
    public async Task Without_enforcement_anything_passes()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        var response = await RawClient.AskAsync(cluster[0], RawClient.Post("ListTables", "{}", "Authorization: nonsense", "Connection: close"));

        Assert.That(response.StatusLine, Is.EqualTo("HTTP/1.1 200 OK"));
    }

    private static string WithAuthorization(string header) => RawClient.Post("ListTables", "{}", $"Authorization: {header}", "Connection: close");

    private static string Stamp(DateTimeOffset time) => time.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private async Task AssertAcceptedAsync(string request)
    {
        var response = await RawClient.AskAsync(_cluster[0], request);
        Assert.That(response.StatusLine, Is.EqualTo("HTTP/1.1 200 OK"), response.Body);
    }

    private async Task AssertRefusedAsync(string request, string type, string message)
    {
        var response = await RawClient.AskAsync(_cluster[0], request);
        using var error = JsonDocument.Parse(response.Body);

        Assert.That(response.StatusLine, Is.EqualTo("HTTP/1.1 400 Bad Request"));
        Assert.That(error.RootElement.GetProperty("__type").GetString(), Is.EqualTo($"com.amazonaws.dynamodb.v20120810#{type}"));
        Assert.That(error.RootElement.GetProperty("message").GetString(), Is.EqualTo(message));
    }
}
