using System.Diagnostics.Metrics;
using System.Net;
using AlternatorHandler.UnitTests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace AlternatorHandler.UnitTests.Telemetry;

public sealed class RequestMetricsTests
{
    private readonly TestMeterFactory _meters = new();
    private MetricCollector<double> _requests = null!;
    private MetricCollector<double> _attempts = null!;
    private MetricCollector<int> _attemptCounts = null!;
    private MetricCollector<long> _retries = null!;
    private MetricCollector<long> _exhaustions = null!;
    private MetricCollector<long> _panics = null!;

    [SetUp]
    public void Collect()
    {
        _requests = _meters.Collect<double>("db.client.operation.duration");
        _attempts = _meters.Collect<double>("alternator.client.attempt.duration");
        _attemptCounts = _meters.Collect<int>("alternator.client.request.attempts");
        _retries = _meters.Collect<long>("alternator.client.retries");
        _exhaustions = _meters.Collect<long>("alternator.client.retry_budget.exhaustions");
        _panics = _meters.Collect<long>("alternator.client.panics");
    }

    [TearDown]
    public void Stop()
    {
        _requests.Dispose();
        _attempts.Dispose();
        _attemptCounts.Dispose();
        _retries.Dispose();
        _exhaustions.Dispose();
        _panics.Dispose();
        _meters.Dispose();
    }

    [Test]
    public async Task A_request_is_measured_once_and_each_of_its_attempts_by_node()
    {
        await using var pipeline = Pipeline(sent => sent.Number == 0 ? throw StubTransport.Refused() : StubTransport.Respond(HttpStatusCode.OK));

        using var response = await pipeline.SendAsync(TestCall.Request("GetItem"));

        var hosts = pipeline.Attempts.Select(sent => sent.Uri.Host).ToArray();
        var request = _requests.Measurements().Single();
        var attempts = _attempts.Measurements();
        Assert.That(request.Tags, Is.EqualTo("alternator.cluster=, db.operation.name=GetItem, db.system.name=scylladb.alternator"));
        Assert.That(attempts.Select(attempt => attempt.Tags), Is.EqualTo(
        [
            $"alternator.attempt.outcome=not_sent, alternator.cluster=, server.address={hosts[0]}, server.port=1",
            $"alternator.attempt.outcome=answered, alternator.cluster=, server.address={hosts[1]}, server.port=1",
        ]));
        Assert.That(request.Value, Is.GreaterThanOrEqualTo(attempts.Sum(attempt => attempt.Value)).And.LessThan(60));
        Assert.That(_attemptCounts.Measurements(), Is.EqualTo([(2, "alternator.cluster=")]));
        Assert.That(_retries.Measurements().Single().Tags, Is.EqualTo("alternator.cluster=, error.type=not_sent"));
    }

    [TestCase(HttpStatusCode.BadRequest, """{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","message":"no"}""", "ConditionalCheckFailedException")]
    [TestCase(HttpStatusCode.BadRequest, """{"__type":"x#AnythingElse","message":"no"}""", "400", Description = "a node cannot create series")]
    [TestCase(HttpStatusCode.NotFound, "", "404")]
    [TestCase(HttpStatusCode.InternalServerError, "{}", "server_error")]
    public async Task The_metric_of_an_error_response_has_the_type_of_the_error(HttpStatusCode status, string body, string expected)
    {
        await using var pipeline = Pipeline(_ => StubTransport.Respond(status, body));

        using var response = await pipeline.SendAsync(TestCall.Request("PutItem"));

        Assert.That(_requests.Measurements().Single().Tags, Is.EqualTo($"alternator.cluster=, db.operation.name=PutItem, db.system.name=scylladb.alternator, error.type={expected}"));
    }

    [TestCase("refused", "not_sent")]
    [TestCase("cancelled", "cancelled")]
    public async Task The_metric_of_a_request_that_throws_has_the_type_of_the_error(string end, string expected)
    {
        using var cancellation = new CancellationTokenSource();
        await using var pipeline = Pipeline(_ =>
        {
            if (end == "cancelled")
            {
                cancellation.Cancel();
                cancellation.Token.ThrowIfCancellationRequested();
            }

            throw StubTransport.Refused();
        });

        Assert.That(async () => await pipeline.SendAsync(TestCall.Request("GetItem"), cancellation.Token), Throws.Exception);

        Assert.That(_requests.Measurements().Single().Tags, Does.EndWith($"error.type={expected}"));
    }

    [Test]
    public async Task An_operation_that_DynamoDB_does_not_have_creates_no_metric_series()
    {
        await using var pipeline = Pipeline(_ => StubTransport.Respond(HttpStatusCode.OK));

        using var response = await pipeline.SendAsync(TestCall.Request("Made_up_by_a_caller"));

        Assert.That(_requests.Measurements().Single().Tags, Does.Contain("db.operation.name=_OTHER,"));
    }

    [Test]
    public async Task The_duration_of_a_synchronous_request_is_measured()
    {
        await using var pipeline = Pipeline(_ => StubTransport.Respond(HttpStatusCode.OK));

        using var response = await Task.Run(() => pipeline.Send(TestCall.Request("GetItem")));

        Assert.That(_requests.Measurements(), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task A_request_that_is_not_retried_for_lack_of_budget_is_counted()
    {
        await using var pipeline = Pipeline(_ => throw StubTransport.Refused(), options =>
        {
            options.Retry.BudgetRatio = 0;
            options.Retry.BudgetFloorPerSecond = 0;
        });

        Assert.That(async () => await pipeline.SendAsync(TestCall.Request("GetItem")), Throws.Exception);

        Assert.That(_exhaustions.Measurements(), Is.EqualTo([(1L, "alternator.cluster=")]));
        Assert.That(_retries.Measurements(), Is.Empty);
    }

    [Test]
    public async Task The_start_of_a_panic_is_counted_once()
    {
        await using var pipeline = Pipeline(_ => throw StubTransport.Refused());

        for (var i = 0; i < 3; i++)
        {
            Assert.That(async () => await pipeline.SendAsync(TestCall.Request("GetItem")), Throws.Exception);
        }

        Assert.That(_panics.Measurements(), Is.EqualTo([(1L, "alternator.cluster=")]));
    }

    private TestPipeline Pipeline(Func<TestPipeline.Sent, HttpResponseMessage> respond, Action<AlternatorOptions>? configure = null) =>
        new(respond, configure, services => services.AddSingleton<IMeterFactory>(_meters));
}
