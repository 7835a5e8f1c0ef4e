using System.Text;
using AlternatorHandler.Options;
using AlternatorHandler.Requests;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Requests;

internal sealed class RetryDecisionTests
{
    private const string Add = """{"Key":{},"UpdateExpression":"ADD a :v"}""";
    private const string Set = """{"Key":{},"UpdateExpression":"SET a = :v"}""";

    private static readonly AlternatorAttemptOutcome[] Unexecuted = [AlternatorAttemptOutcome.NotSent, AlternatorAttemptOutcome.Shed, AlternatorAttemptOutcome.Throttled];
    private static readonly AlternatorAttemptOutcome[] Open = [AlternatorAttemptOutcome.ConnectionLost, AlternatorAttemptOutcome.BadGateway, AlternatorAttemptOutcome.ServerError, AlternatorAttemptOutcome.NodeWentDown, AlternatorAttemptOutcome.OutOfTime];
    private static readonly AlternatorAttemptOutcome[] Final = [AlternatorAttemptOutcome.Answered, AlternatorAttemptOutcome.Abandoned];

    private readonly ManualTimeProvider _time = new();
    private readonly TestNodes _nodes = TestNodes.Up(1);

    [Test]
    public void The_tables_of_outcomes_contain_every_outcome() =>
        Assert.That(Unexecuted.Concat(Open).Concat(Final), Is.EquivalentTo(Enum.GetValues<AlternatorAttemptOutcome>()));

    [Test]
    public async Task A_request_that_was_certainly_not_executed_is_always_repeated(
        [ValueSource(nameof(Unexecuted))] AlternatorAttemptOutcome kind, [Values("GetItem", "PutItem", "UpdateItem", "CreateTable")] string operation, [Values] AlternatorRetryWritesMode mode)
    {
        Assert.That(await ShouldRetryAsync(kind, operation, Add, mode), Is.True);
    }

    [Test]
    public async Task A_request_with_a_response_or_an_abandoned_request_is_never_repeated(
        [ValueSource(nameof(Final))] AlternatorAttemptOutcome kind, [Values("GetItem", "UpdateItem")] string operation, [Values] AlternatorRetryWritesMode mode)
    {
        Assert.That(await ShouldRetryAsync(kind, operation, Set, mode), Is.False);
    }

    [Test]
    public async Task A_failed_read_is_always_repeated(
        [ValueSource(nameof(Open))] AlternatorAttemptOutcome kind, [Values("GetItem", "BatchGetItem", "Query", "Scan", "DescribeTable")] string operation, [Values] AlternatorRetryWritesMode mode)
    {
        Assert.That(await ShouldRetryAsync(kind, operation, "{}", mode), Is.True);
    }

    [Test]
    public async Task A_write_that_may_have_been_executed_is_repeated_according_to_the_mode(
        [ValueSource(nameof(Open))] AlternatorAttemptOutcome kind, [Values] AlternatorRetryWritesMode mode, [Values(Add, Set)] string body)
    {
        var expected = mode == AlternatorRetryWritesMode.Always || (mode == AlternatorRetryWritesMode.Idempotent && body == Set);

        Assert.That(await ShouldRetryAsync(kind, "UpdateItem", body, mode), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_request_of_a_node_that_went_down_is_repeated_without_a_budget([Values] AlternatorAttemptOutcome kind)
    {
        var budget = new RetryBudget(new LiveOptions(new() { Retry = new() { BudgetRatio = 0, BudgetFloorPerSecond = 0 } }), _time);
        var decision = new RetryDecision("test", new LiveOptions(new()), budget, _nodes.Metrics, _time);

        Assert.That(await decision.ShouldRetryAsync(Call("GetItem", new StringContent("{}")), TestCall.Outcome(kind), retry: 0), Is.EqualTo(kind == AlternatorAttemptOutcome.NodeWentDown));
    }

    [TestCase("CreateTable")]
    [TestCase("TransactWriteItems")]
    [TestCase("SomethingNew")]
    public async Task A_write_of_an_unknown_operation_is_not_repeated(string operation) =>
        Assert.That(await ShouldRetryAsync(AlternatorAttemptOutcome.ConnectionLost, operation, "{}", AlternatorRetryWritesMode.Idempotent), Is.False);

    [Test]
    public async Task A_compressed_write_is_repeated_only_in_the_mode_Always()
    {
        var content = new StringContent(Set);
        content.Headers.ContentEncoding.Add("gzip");

        Assert.That(await Decision().ShouldRetryAsync(Call("UpdateItem", content), TestCall.Outcome(AlternatorAttemptOutcome.ConnectionLost), retry: 0), Is.False);
        Assert.That(await Decision(AlternatorRetryWritesMode.Always).ShouldRetryAsync(Call("UpdateItem", content), TestCall.Outcome(AlternatorAttemptOutcome.ConnectionLost), retry: 0), Is.True);
    }

    [Test]
    public async Task The_body_of_a_write_can_be_sent_again_after_it_was_inspected()
    {
        var call = Call("UpdateItem", new ReadOnlyMemoryContent(Encoding.UTF8.GetBytes(Set)));

        Assert.That(await Decision().ShouldRetryAsync(call, TestCall.Outcome(AlternatorAttemptOutcome.ConnectionLost), retry: 0), Is.True);
        Assert.That(await call.Request.Content!.ReadAsStringAsync(), Is.EqualTo(Set));
    }

    [Test]
    public async Task A_request_whose_body_was_consumed_is_not_repeated()
    {
        var call = Call("GetItem");
        call.IsReplayable = false;

        Assert.That(await Decision().ShouldRetryAsync(call, TestCall.Outcome(AlternatorAttemptOutcome.NotSent), retry: 0), Is.False);
    }

    [Test]
    public async Task A_canceled_request_is_not_repeated()
    {
        using var cancellation = new CancellationTokenSource();
        var call = TestCall.Create("GetItem", _time, cancellationToken: cancellation.Token);
        await cancellation.CancelAsync();

        Assert.That(await Decision().ShouldRetryAsync(call, TestCall.Outcome(AlternatorAttemptOutcome.NotSent), retry: 0), Is.False);
    }

    [Test]
    public async Task A_request_is_not_repeated_after_the_total_timeout()
    {
        var call = Call("GetItem");

        _time.Advance(29.999.Seconds());
        Assert.That(await Decision().ShouldRetryAsync(call, TestCall.Outcome(AlternatorAttemptOutcome.NotSent), retry: 0), Is.True);

        _time.Advance(0.001.Seconds());
        Assert.That(await Decision().ShouldRetryAsync(call, TestCall.Outcome(AlternatorAttemptOutcome.NotSent), retry: 0), Is.False);
    }

    [Test]
    public async Task A_request_is_not_repeated_if_the_delay_would_exceed_the_total_timeout()
    {
        var call = Call("GetItem");
        _time.Advance(29.Seconds());

        // The fourth retry of a throttled request waits for at most 0.8 s, and the fifth for twice as long.
        Assert.That(await Decision().ShouldRetryAsync(call, TestCall.Outcome(AlternatorAttemptOutcome.Throttled), retry: 3), Is.True);
        Assert.That(await Decision().ShouldRetryAsync(call, TestCall.Outcome(AlternatorAttemptOutcome.Throttled), retry: 4), Is.False);
    }

    [Test]
    public async Task In_panic_a_request_is_not_repeated_after_the_timeout_of_a_probe()
    {
        var call = Call("GetItem");
        _time.Advance(10.Seconds());
        call.PanicSince = _time.GetTimestamp();

        _time.Advance(1.999.Seconds());
        Assert.That(await Decision().ShouldRetryAsync(call, TestCall.Outcome(AlternatorAttemptOutcome.NotSent), retry: 0), Is.True);

        _time.Advance(0.001.Seconds());
        Assert.That(await Decision().ShouldRetryAsync(call, TestCall.Outcome(AlternatorAttemptOutcome.NotSent), retry: 0), Is.False);
    }

    [Test]
    public async Task A_retry_consumes_budget_and_a_rejected_retry_does_not()
    {
        var budget = new RetryBudget(new LiveOptions(new() { Retry = new() { BudgetRatio = 0, BudgetFloorPerSecond = 1 } }), _time);
        var decision = new RetryDecision("test", new LiveOptions(new()), budget, _nodes.Metrics, _time);
        for (var i = 0; i < 50; i++)
        {
            Assert.That(await decision.ShouldRetryAsync(Call("UpdateItem", new StringContent(Add)), TestCall.Outcome(AlternatorAttemptOutcome.ConnectionLost), retry: 0), Is.False);
        }

        for (var i = 0; i < 10; i++)
        {
            Assert.That(await decision.ShouldRetryAsync(Call("GetItem"), TestCall.Outcome(AlternatorAttemptOutcome.ConnectionLost), retry: 0), Is.True);
        }

        Assert.That(await decision.ShouldRetryAsync(Call("GetItem"), TestCall.Outcome(AlternatorAttemptOutcome.NotSent), retry: 0), Is.False);
    }

    private async Task<bool> ShouldRetryAsync(AlternatorAttemptOutcome kind, string operation, string body, AlternatorRetryWritesMode mode) =>
        await Decision(mode).ShouldRetryAsync(Call(operation, new StringContent(body)), TestCall.Outcome(kind), retry: 0);

    private AlternatorCall Call(string operation, HttpContent? content = null) => TestCall.Create(operation, _time, content);

    private RetryDecision Decision(AlternatorRetryWritesMode mode = AlternatorRetryWritesMode.Idempotent) =>
        new("test", new LiveOptions(new() { RetryWrites = mode }), new RetryBudget(new LiveOptions(new()), _time), _nodes.Metrics, _time);
}
