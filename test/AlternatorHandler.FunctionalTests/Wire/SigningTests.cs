using System.Net;
using System.Net.Http.Headers;
using System.Text;
using AlternatorHandler.Testing;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace AlternatorHandler.FunctionalTests.Wire;

public sealed class SigningTests
{
    private static readonly AlternatorCredentials Credentials = new("alternator", "secret");

    [Test]
    public async Task The_SDK_over_the_handlers_signer_is_signed_for_each_node_and_fails_over()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.EnforceAuthorization = true);
        await using var client = TestClient.Of(cluster, options => options.Credentials = Credentials);
        await Orders.CreateAsync(client.DynamoDB);
        foreach (var node in cluster.Nodes)
        {
            node.Faults.Next(1, Fault.Shed);
        }

        for (var i = 0; i < 6; i++)
        {
            await client.DynamoDB.PutItemAsync(Orders.Put("a", i));
            Assert.That(await Orders.AmountAsync(client.DynamoDB, "a"), Is.EqualTo(i));
        }

        foreach (var node in cluster.Nodes)
        {
            Assert.That(node.Requests.Where(request => request.Method == "POST").Select(request => request.Header("Host")), Is.All.EqualTo(node.Address.Authority));
        }
    }

    [Test]
    public async Task A_typed_client_is_signed_and_a_wrong_secret_is_the_nodes_own_error()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.EnforceAuthorization = true);
        await using var right = TestClient.Of(cluster, options => options.Credentials = Credentials, services => services.AddHttpClient("typed").AddAlternatorLoadBalancing());
        await using var wrong = TestClient.Of(cluster, options => options.Credentials = new("alternator", "guess"), services => services.AddHttpClient("typed").AddAlternatorLoadBalancing());

        using var accepted = await Typed(right).SendAsync(AlternatorRequest.ListTables());
        using var refused = await Typed(wrong).SendAsync(AlternatorRequest.ListTables());
        var failure = await Failure.OfAsync(() => wrong.DynamoDB.ListTablesAsync());

        Assert.That(accepted.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await refused.Content.ReadAsStringAsync(), Does.Contain("UnrecognizedClientException").And.Contain("wrong signature"));
        Assert.That(failure, Is.InstanceOf<AmazonDynamoDBException>());
        Assert.That(((AmazonDynamoDBException)failure).ErrorCode, Is.EqualTo("UnrecognizedClientException"));
        Assert.That(cluster.Nodes.SelectMany(node => node.Requests).Count(request => request.Operation == "ListTables"), Is.EqualTo(3));
    }

    [Test]
    public async Task A_host_header_that_is_configured_is_signed_in_place_of_the_nodes()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.EnforceAuthorization = true);
        await using var client = TestClient.Of(cluster, options =>
        {
            options.Credentials = Credentials;
            options.HostHeader = "alternator.example:8000";
        });

        await client.DynamoDB.ListTablesAsync();

        Assert.That(cluster.Nodes.SelectMany(node => node.Requests).Select(request => request.Header("Host")).Distinct(), Is.EqualTo(new[] { "alternator.example:8000" }));
    }

    [Test]
    public async Task Credentials_of_the_SDK_sign_through_the_handler_and_are_read_again_when_they_change()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options =>
        {
            options.EnforceAuthorization = true;
            options.Users["second"] = "another";
        });
        var source = new ChangingCredentials();
        await using var client = TestClient.Of(cluster, options => options.UseCredentials(source));
        await client.DynamoDB.ListTablesAsync();
        source.Current = new ImmutableCredentials("second", "another", null);
        await client.DynamoDB.ListTablesAsync();

        var users = cluster.Nodes.SelectMany(node => node.Requests).Where(request => request.Method == "POST").OrderBy(request => request.Time)
            .Select(request => request.Header("Authorization")!.Split("Credential=")[1].Split('/')[0]);
        Assert.That(users, Is.EqualTo(new[] { "alternator", "second" }));
    }

    [TestCase(-20)]
    [TestCase(20)]
    public async Task A_clock_that_is_off_is_learned_from_the_node_and_the_request_is_signed_again_once(int minutes)
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options =>
        {
            options.EnforceAuthorization = true;
            options.TimeProvider = new ShiftedTimeProvider(TimeSpan.FromMinutes(minutes));
        });
        await using var client = TestClient.Of(cluster, options => options.Credentials = Credentials);

        for (var i = 0; i < 6; i++)
        {
            await client.DynamoDB.ListTablesAsync();
        }

        Assert.That(cluster.Nodes.SelectMany(node => node.Requests).Count(request => request.StatusCode == 400), Is.EqualTo(1));
    }

    [Test]
    public async Task The_secret_is_in_no_log_no_error_and_no_text()
    {
        const string secret = "s3cr3t-that-nobody-may-see";
        await using var cluster = await AlternatorTestCluster.StartAsync(options =>
        {
            options.EnforceAuthorization = true;
            options.TimeProvider = new ShiftedTimeProvider(TimeSpan.FromMinutes(20));
        });
        using var log = new FakeLoggerProvider();
        var credentials = new AlternatorCredentials("alternator", secret) { SessionToken = secret };
        await using var client = TestClient.Of(
            cluster,
            options => options.Credentials = credentials,
            services => services.AddHttpClient("typed").AddAlternatorLoadBalancing().Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log)));
        var refused = await Failure.OfAsync(() => client.DynamoDB.ListTablesAsync());
        await cluster[0].KillAsync();
        await cluster[1].KillAsync();
        await cluster[2].KillAsync();
        using var request = AlternatorRequest.ListTables();
        var failed = await Failure.OfAsync(() => Typed(client).SendAsync(request));

        Assert.That(log.Collector.Messages, Is.Not.Empty);
        foreach (var text in log.Collector.Messages.Append(refused.ToString()).Append(failed.ToString()).Append(credentials.ToString()).Append(request.ToString()))
        {
            Assert.That(text, Does.Not.Contain(secret));
        }
    }

    [Test]
    public async Task A_thousand_random_requests_verify_on_the_node()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options =>
        {
            options.EnforceAuthorization = true;
            options.RecordedRequestLimit = 0;
        });
        await using var client = TestClient.Of(cluster, options => options.Credentials = Credentials, services => services.AddHttpClient("typed").AddAlternatorLoadBalancing());
        var http = Typed(client);
        var texts = ArbMap.Default.GeneratorFor<string>();
        var samples = Gen.Sample(
            from body in texts
            from value in texts
            from spaces in Gen.Choose(0, 3)
            select (Body: body ?? string.Empty, Header: HeaderText(value, spaces)),
            1000,
            50);

        var i = 0;
        foreach (var (text, header) in samples)
        {
            // The operation is none, so a body that is no JSON does not matter: what refuses the request must not be its signature.
            var body = i++ % 250 == 249 ? string.Concat(Enumerable.Repeat(text + "ü", 1_000_000 / (text.Length + 2))) : text;
            using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.0") } };
            using var request = AlternatorRequest.Of("Nothing", content);
            request.Headers.TryAddWithoutValidation("X-Amz-Meta", header);
            request.Headers.TryAddWithoutValidation("x-other", header);
            using var reply = await http.SendAsync(request);
            Assert.That(await reply.Content.ReadAsStringAsync(), Does.Contain("UnknownOperationException"), $"header '{header}', body '{text}'");
        }
    }

    [Test]
    public async Task A_body_beyond_16_MiB_gets_the_servers_413_once_or_the_reset_that_hides_it([Values] bool isSignedByHandler, [Values] bool isReplyLost)
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options =>
        {
            options.EnforceAuthorization = true;
            options.MaxDiscardedBodySize = isReplyLost ? 0 : 32 * 1024 * 1024;
        });
        await using var client = isSignedByHandler
            ? TestClient.Of(cluster, options => options.Credentials = Credentials)
            : TestClient.Of(cluster, credentials: new BasicAWSCredentials("alternator", "secret"));
        await Orders.CreateAsync(client.DynamoDB);
        var order = Orders.Put("a");
        order.Item["Padding"] = new(new string('x', 17 * 1024 * 1024));

        var failure = await Failure.OfAsync(() => client.DynamoDB.PutItemAsync(order));

        if (isReplyLost)
        {
            Assert.That(failure, Is.InstanceOf<HttpRequestException>().With.Message.Contains("PutItem failed"));
        }
        else
        {
            Assert.That(failure, Is.InstanceOf<AmazonDynamoDBException>());
            Assert.That(((AmazonDynamoDBException)failure).StatusCode, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
        }

        Assert.That(cluster.Nodes.SelectMany(node => node.Requests).Count(request => request.Operation == "PutItem"), Is.EqualTo(1));
    }

    [Test]
    public async Task Connections_are_reused_after_any_response_that_allows_it()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.NodeCount = 1);
        await using var client = TestClient.Of(cluster, options =>
        {
            options.Retry.MaxAttempts = 1;
            options.Credentials = Credentials;
        });
        await Orders.CreateAsync(client.DynamoDB);
        var before = cluster[0].AcceptedConnections;

        for (var i = 0; i < 20; i++)
        {
            await client.DynamoDB.GetItemAsync(Orders.Get("a"));
            await Failure.OfAsync(() => client.DynamoDB.DeleteTableAsync("none"));
            cluster[0].Faults.Next(1, Fault.InternalServerError(ServerErrors.ReadTimeout));
            await Failure.OfAsync(() => client.DynamoDB.GetItemAsync(Orders.Get("a")));
            cluster[0].Faults.Next(1, Fault.Throttle());
            await Failure.OfAsync(() => client.DynamoDB.GetItemAsync(Orders.Get("a")));
        }

        // One may be in use by a probe or by discovery at the moment.
        Assert.That(cluster[0].AcceptedConnections - before, Is.LessThanOrEqualTo(1));
    }

    private static HttpClient Typed(TestClient client) => client.Services.GetRequiredService<IHttpClientFactory>().CreateClient("typed");

    private static string HeaderText(string? text, int spaces)
    {
        var printable = new string([.. (text ?? string.Empty).Where(static c => c is >= ' ' and <= '~')]);
        return $"a{new string(' ', spaces)}{printable}{new string(' ', spaces)}z";
    }

    private sealed class ChangingCredentials : AWSCredentials
    {
        public ImmutableCredentials Current { get; set; } = new("alternator", "secret", null);

        public override ImmutableCredentials GetCredentials() => Current;

        public override Task<ImmutableCredentials> GetCredentialsAsync() => Task.FromResult(Current);
    }

    private sealed class ShiftedTimeProvider(TimeSpan offset) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + offset;
    }
}
