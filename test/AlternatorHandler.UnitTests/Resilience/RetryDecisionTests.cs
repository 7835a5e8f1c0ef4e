using System.Text;
using AlternatorHandler.Options;
using AlternatorHandler.Outcomes;
using AlternatorHandler.Requests;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Resilience;

internal sealed class RetryDecisionTests
{
    private const string Add = """{"Key":{},"UpdateExpression":"ADD a :v"}""";
    private const string Set = """{"Key":{},"UpdateExpression":"SET a = :v"}""";

    private static readonly AttemptKind[] Unexecuted = [AttemptKind.NotSent, AttemptKind.Shed, AttemptKind.Throttled];
    private static readonly AttemptKind[] Open = [AttemptKind.Broken, AttemptKind.BadGateway, AttemptKind.ServerError, AttemptKind.NodeWentDown, AttemptKind.OutOfTime];
    private static readonly AttemptKind[] Final = [AttemptKind.Answered, AttemptKind.Abandoned];

    private readonly ManualTimeProvider _time = new();
    private readonly AlternatorNode _node = TestNodes.Up(1)[0];

    [Test]
    public void Every_kind_of_outcome_is_in_the_tables_below() =>
        Assert.That(Unexecuted.Concat(Open).Concat(Final), Is.EquivalentTo(Enum.GetValues<AttemptKind>()));

    [Test]
    public async Task What_certainly_was_not_executed_is_always_sent_again(
        [ValueSource(nameof(Unexecuted))] AttemptKind kind, [Values("GetItem", "PutItem", "UpdateItem", "CreateTable")] string operation, [Values] RetryWritesMode mode)
    {
        Assert.That(await MayRetryAsync(kind, operation, Add, mode), Is.True);
    }

    [Test]
    public async Task A_response_or_an_abandoned_request_is_never_sent_again(
        [ValueSource(nameof(Final))] AttemptKind kind, [Values("GetItem", "UpdateItem")] string operation, [Values] RetryWritesMode mode)
    {
        Assert.That(await MayRetryAsync(kind, operation, Set, mode), Is.False);
    }

    [Test]
    public async Task A_read_is_sent_again_whatever_happened_to_it(
        [ValueSource(nameof(Open))] AttemptKind kind, [Values("GetItem", "BatchGetItem", "Query", "Scan", "DescribeTable")] string operation, [Values] RetryWritesMode mode)
    {
        Assert.That(await MayRetryAsync(kind, operation, "{}", mode), Is.True);
    }

    [Test]
    public async Task A_write_that_may_have_been_executed_goes_by_the_mode(
        [ValueSource(nameof(Open))] AttemptKind kind, [Values] RetryWritesMode mode, [Values(Add, Set)] string body)
    {
        var expected = mode == RetryWritesMode.Always || (mode == RetryWritesMode.Idempotent && body == Set);

        Assert.That(await MayRetryAsync(kind, "UpdateItem", body, mode), Is.EqualTo(expected));
    }

    [Test]
    public async Task What_a_node_held_when_it_went_down_moves_without_a_budget([Values] AttemptKind kind)
    {
        var budget = new RetryBudget(new LiveOptions(new() { Retry = new() { BudgetRatio = 0, BudgetFloorPerSecond = 0 } }), _time);
        var decision = new RetryDecision(new LiveOptions(new()), budget, _time);

        Assert.That(await decision.MayRetryAsync(Call("GetItem", kind, new StringContent("{}")), retry: 0), Is.EqualTo(kind == AttemptKind.NodeWentDown));
    }

    [TestCase("CreateTable")]
    [TestCase("TransactWriteItems")]
    [TestCase("SomethingNew")]
    public async Task A_write_that_is_not_understood_is_not_idempotent(string operation) =>
        Assert.That(await MayRetryAsync(AttemptKind.Broken, operation, "{}", RetryWritesMode.Idempotent), Is.False);

    [Test]
    public async Task A_compressed_write_is_not_understood()
    {
        var content = new StringContent(Set);
        content.Headers.ContentEncoding.Add("gzip");

        Assert.That(await Decision().MayRetryAsync(Call("UpdateItem", AttemptKind.Broken, content), retry: 0), Is.False);
        Assert.That(await Decision(RetryWritesMode.Always).MayRetryAsync(Call("UpdateItem", AttemptKind.Broken, content), retry: 0), Is.True);
    }

    [Test]
    public async Task The_body_can_still_be_sent_after_it_was_looked_at()
    {
        var call = Call("UpdateItem", AttemptKind.Broken, new ReadOnlyMemoryContent(Encoding.UTF8.GetBytes(Set)));

        Assert.That(await Decision().MayRetryAsync(call, retry: 0), Is.True);
        Assert.That(await call.Request.Content!.ReadAsStringAsync(), Is.EqualTo(Set));
    }

    [Test]
    public async Task A_body_that_was_consumed_cannot_be_sent_again()
    {
        var call = Call("GetItem", AttemptKind.NotSent);
        call.IsReplayable = false;

        Assert.That(await Decision().MayRetryAsync(call, retry: 0), Is.False);
    }

    [Test]
    public async Task Nothing_is_sent_for_a_caller_that_gave_up()
    {
        using var cancellation = new CancellationTokenSource();
        var call = TestCall.Of("GetItem", _time, cancellationToken: cancellation.Token);
        call.Ended(_node, TestCall.Failed(AttemptKind.NotSent), TimeSpan.Zero);
        await cancellation.CancelAsync();

        Assert.That(await Decision().MayRetryAsync(call, retry: 0), Is.False);
    }

    [Test]
    public async Task Nothing_is_sent_after_the_total_time()
    {
        var call = Call("GetItem", AttemptKind.NotSent);

        _time.Advance(29.999.Seconds());
        Assert.That(await Decision().MayRetryAsync(call, retry: 0), Is.True);

        _time.Advance(0.001.Seconds());
        Assert.That(await Decision().MayRetryAsync(call, retry: 0), Is.False);
    }

    [Test]
    public async Task Nothing_is_waited_for_that_would_begin_after_the_total_time()
    {
        var call = Call("GetItem", AttemptKind.Throttled);
        _time.Advance(29.Seconds());

        // The fourth retry of a throttled request waits for 0.8 s at most, the fifth twice as long.
        Assert.That(await Decision().MayRetryAsync(call, retry: 3), Is.True);
        Assert.That(await Decision().MayRetryAsync(call, retry: 4), Is.False);
    }

    [Test]
    public async Task In_panic_a_request_is_given_no_more_time_than_a_probe()
    {
        var call = Call("GetItem", AttemptKind.NotSent);
        _time.Advance(10.Seconds());
        call.PanicSince = _time.GetTimestamp();

        _time.Advance(1.999.Seconds());
        Assert.That(await Decision().MayRetryAsync(call, retry: 0), Is.True);

        _time.Advance(0.001.Seconds());
        Assert.That(await Decision().MayRetryAsync(call, retry: 0), Is.False);
    }

    [Test]
    public async Task A_retry_costs_budget_and_a_refused_one_does_not()
    {
        var budget = new RetryBudget(new LiveOptions(new() { Retry = new() { BudgetRatio = 0, BudgetFloorPerSecond = 1 } }), _time);
        var decision = new RetryDecision(new LiveOptions(new()), budget, _time);
        for (var i = 0; i < 50; i++)
        {
            Assert.That(await decision.MayRetryAsync(Call("UpdateItem", AttemptKind.Broken, new StringContent(Add)), retry: 0), Is.False);
        }

        for (var i = 0; i < 10; i++)
        {
            Assert.That(await decision.MayRetryAsync(Call("GetItem", AttemptKind.Broken), retry: 0), Is.True);
        }

        Assert.That(await decision.MayRetryAsync(Call("GetItem", AttemptKind.NotSent), retry: 0), Is.False);
    }

    private async Task<bool> MayRetryAsync(AttemptKind kind, string operation, string body, RetryWritesMode mode) =>
        await Decision(mode).MayRetryAsync(Call(operation, kind, new StringContent(body)), retry: 0);

    private AlternatorCall Call(string operation, AttemptKind kind, HttpContent? content = null)
    {
        var call = TestCall.Of(operation, _time, content);
        call.Ended(_node, TestCall.Failed(kind), TimeSpan.Zero);
        return call;
    }

    private RetryDecision Decision(RetryWritesMode mode = RetryWritesMode.Idempotent) =>
        new(new LiveOptions(new() { RetryWrites = mode }), new RetryBudget(new LiveOptions(new()), _time), _time);
}
