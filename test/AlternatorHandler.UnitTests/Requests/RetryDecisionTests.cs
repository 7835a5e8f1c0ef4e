using System.Text;
using AlternatorHandler.Options;
using AlternatorHandler.Outcomes;
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
    public void Every_kind_of_outcome_is_in_the_tables_below() =>
        Assert.That(Unexecuted.Concat(Open).Concat(Final), Is.EquivalentTo(Enum.GetValues<AlternatorAttemptOutcome>()));

    [Test]
    public async Task What_certainly_was_not_executed_is_always_sent_again(
        [ValueSource(nameof(Unexecuted))] AlternatorAttemptOutcome kind, [Values("GetItem", "PutItem", "UpdateItem", "CreateTable")] string operation, [Values] AlternatorRetryWritesMode mode)
    {
        Assert.That(await ShouldRetryAsync(kind, operation, Add, mode), Is.True);
    }

    [Test]
    public async Task An_answer_or_an_abandoned_request_never_is(
        [ValueSource(nameof(Final))] AlternatorAttemptOutcome kind, [Values("GetItem", "UpdateItem")] string operation, [Values] AlternatorRetryWritesMode mode)
    {
        Assert.That(await ShouldRetryAsync(kind, operation, Set, mode), Is.False);
    }

    [Test]
    public async Task A_read_is_sent_again_whatever_happened_to_it(
        [ValueSource(nameof(Open))] AlternatorAttemptOutcome kind, [Values("GetItem", "BatchGetItem", "Query", "Scan", "DescribeTable")] string operation, [Values] AlternatorRetryWritesMode mode)
    {
        Assert.That(await ShouldRetryAsync(kind, operation, "{}", mode), Is.True);
    }

    [Test]
    public async Task A_write_that_may_have_been_executed_goes_by_the_mode(
        [ValueSource(nameof(Open))] AlternatorAttemptOutcome kind, [Values] AlternatorRetryWritesMode mode, [Values(Add, Set)] string body)
    {
        var expected = mode == AlternatorRetryWritesMode.Always || (mode == AlternatorRetryWritesMode.Idempotent && body == Set);

        Assert.That(await ShouldRetryAsync(kind, "UpdateItem", body, mode), Is.EqualTo(expected));
    }

    [Test]
    public async Task What_a_node_held_when_it_went_down_moves_without_a_budget([Values] AlternatorAttemptOutcome kind)
    {
        var budget = new RetryBudget(new LiveOptions(new() { Retry = new() { BudgetRatio = 0, BudgetFloorPerSecond = 0 } }), _time);
        var decision = new RetryDecision("test", new LiveOptions(new()), budget, _nodes.Metrics, _time);

        Assert.That(await decision.ShouldRetryAsync(Call("GetItem", new StringContent("{}")), TestCall.Failed(kind), retry: 0), Is.EqualTo(kind == AlternatorAttemptOutcome.NodeWentDown));
    }

    [TestCase("CreateTable")]
    [TestCase("TransactWriteItems")]
    [TestCase("SomethingNew")]
    public async Task A_write_that_is_not_understood_is_not_idempotent(string operation) =>
        Assert.That(await ShouldRetryAsync(AlternatorAttemptOutcome.ConnectionLost, operation, "{}", AlternatorRetryWritesMode.Idempotent), Is.False);

    [Test]
    public async Task A_compressed_write_is_not_understood()
    {
        var content = new StringContent(Set);
        content.Headers.ContentEncoding.Add("gzip");

        Assert.That(await Decision().ShouldRetryAsync(Call("UpdateItem", content), TestCall.Failed(AlternatorAttemptOutcome.ConnectionLost), retry: 0), Is.False);
        Assert.That(await Decision(AlternatorRetryWritesMode.Always).ShouldRetryAsync(Call("UpdateItem", content), TestCall.Failed(AlternatorAttemptOutcome.ConnectionLost), retry: 0), Is.True);
    }

    [Test]
    public async Task The_body_can_still_be_sent_after_it_was_looked_at()
    {
        var call = Call("UpdateItem", new ReadOnlyMemoryContent(Encoding.UTF8.GetBytes(Set)));

        Assert.That(await Decision().ShouldRetryAsync(call, TestCall.Failed(AlternatorAttemptOutcome.ConnectionLost), retry: 0), Is.True);
        Assert.That(await call.Request.Content!.ReadAsStringAsync(), Is.EqualTo(Set));
    }

    [Test]
    public async Task A_body_that_was_consumed_cannot_be_sent_again()
    {
        var call = Call("GetItem");
        call.IsReplayable = false;

        Assert.That(await Decision().ShouldRetryAsync(call, TestCall.Failed(AlternatorAttemptOutcome.NotSent), retry: 0), Is.False);
    }

    [Test]
    public async Task Nothing_is_sent_for_a_caller_that_gave_up()
    {
        using var cancellation = new CancellationTokenSource();
        var call = TestCall.Of("GetItem", _time, cancellationToken: cancellation.Token);
        await cancellation.CancelAsync();

        Assert.That(await Decision().ShouldRetryAsync(call, TestCall.Failed(AlternatorAttemptOutcome.NotSent), retry: 0), Is.False);
    }

    [Test]
    public async Task Nothing_is_sent_after_the_total_time()
    {
        var call = Call("GetItem");

        _time.Advance(29.999.Seconds());
        Assert.That(await Decision().ShouldRetryAsync(call, TestCall.Failed(AlternatorAttemptOutcome.NotSent), retry: 0), Is.True);

        _time.Advance(0.001.Seconds());
        Assert.That(await Decision().ShouldRetryAsync(call, TestCall.Failed(AlternatorAttemptOutcome.NotSent), retry: 0), Is.False);
    }

    [Test]
    public async Task Nothing_is_waited_for_that_would_begin_after_the_total_time()
    {
        var call = Call("GetItem");
        _time.Advance(29.Seconds());

        // The fourth retry of a throttled request waits for 0.8 s at most, the fifth twice as long.
        Assert.That(await Decision().ShouldRetryAsync(call, TestCall.Failed(AlternatorAttemptOutcome.Throttled), retry: 3), Is.True);
        Assert.That(await Decision().ShouldRetryAsync(call, TestCall.Failed(AlternatorAttemptOutcome.Throttled), retry: 4), Is.False);
    }

    [Test]
    public async Task In_panic_a_request_is_given_no_more_time_than_a_probe()
    {
        var call = Call("GetItem");
        _time.Advance(10.Seconds());
        call.PanicSince = _time.GetTimestamp();

        _time.Advance(1.999.Seconds());
        Assert.That(await Decision().ShouldRetryAsync(call, TestCall.Failed(AlternatorAttemptOutcome.NotSent), retry: 0), Is.True);

        _time.Advance(0.001.Seconds());
        Assert.That(await Decision().ShouldRetryAsync(call, TestCall.Failed(AlternatorAttemptOutcome.NotSent), retry: 0), Is.False);
    }

    [Test]
    public async Task A_retry_costs_budget_and_a_refused_one_does_not()
    {
        var budget = new RetryBudget(new LiveOptions(new() { Retry = new() { BudgetRatio = 0, BudgetFloorPerSecond = 1 } }), _time);
        var decision = new RetryDecision("test", new LiveOptions(new()), budget, _nodes.Metrics, _time);
        for (var i = 0; i < 50; i++)
        {
            Assert.That(await decision.ShouldRetryAsync(Call("UpdateItem", new StringContent(Add)), TestCall.Failed(AlternatorAttemptOutcome.ConnectionLost), retry: 0), Is.False);
        }

        for (var i = 0; i < 10; i++)
        {
            Assert.That(await decision.ShouldRetryAsync(Call("GetItem"), TestCall.Failed(AlternatorAttemptOutcome.ConnectionLost), retry: 0), Is.True);
        }

        Assert.That(await decision.ShouldRetryAsync(Call("GetItem"), TestCall.Failed(AlternatorAttemptOutcome.NotSent), retry: 0), Is.False);
    }

    private async Task<bool> ShouldRetryAsync(AlternatorAttemptOutcome kind, string operation, string body, AlternatorRetryWritesMode mode) =>
        await Decision(mode).ShouldRetryAsync(Call(operation, new StringContent(body)), TestCall.Failed(kind), retry: 0);

    private AlternatorCall Call(string operation, HttpContent? content = null) => TestCall.Of(operation, _time, content);

    private RetryDecision Decision(AlternatorRetryWritesMode mode = AlternatorRetryWritesMode.Idempotent) =>
        new("test", new LiveOptions(new() { RetryWrites = mode }), new RetryBudget(new LiveOptions(new()), _time), _nodes.Metrics, _time);
}
