using System.Text;
using AlternatorHandler.Affinity;
using Microsoft.Extensions.Logging.Testing;

namespace AlternatorHandler.UnitTests.Affinity;

internal sealed class PartitionKeyLearnerTests : ITableDescriber, IDisposable
{
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(5);
    private static readonly TableDescription Unavailable = new(null, false, "answered 503");
    private static readonly AsyncLocal<string?> Context = new();

    private readonly ManualTimeProvider _time = new();
    private readonly FakeLogger _log = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, string> _configured = new() { ["configured"] = "id" };
    private Func<string, Task<TableDescription>> _describe = _ => Task.FromResult(Unavailable);
    private int _asked;

    public void Dispose() => _stop.Dispose();

    [Test]
    public void What_options_say_is_known_and_stays()
    {
        var names = Names();

        names.Remove("configured");

        Assert.That(NameOf(names, "configured"), Is.EqualTo("id"));
        Assert.That(NameOf(names, "other"), Is.Null);
        Assert.That(_asked, Is.Zero);
    }

    [Test]
    public async Task A_table_is_learned_by_one_question_however_many_requests_name_it()
    {
        var reply = new TaskCompletionSource<TableDescription>(TaskCreationOptions.RunContinuationsAsynchronously);
        string? table = null;
        _describe = name =>
        {
            table = name;
            return reply.Task;
        };
        var names = Names();

        names.ReportUnknown("orders"u8);
        names.ReportUnknown("orders"u8);
        await Eventually.TrueAsync(() => _asked == 1, within: 20.Seconds());
        names.ReportUnknown("orders"u8);
        Assert.That(NameOf(names, "orders"), Is.Null);
        reply.SetResult(new TableDescription("customer", true, string.Empty));

        await Eventually.TrueAsync(() => NameOf(names, "orders") is not null, within: 20.Seconds());
        Assert.That((NameOf(names, "orders"), table, _asked), Is.EqualTo(("customer", "orders", 1)));
        Assert.That(_log.Messages, Is.Empty);
    }

    [Test]
    public async Task Tables_are_learned_beside_each_other()
    {
        var reply = new TaskCompletionSource<TableDescription>(TaskCreationOptions.RunContinuationsAsynchronously);
        _describe = name => name == "slow" ? reply.Task : Task.FromResult(new TableDescription($"key of {name}", true, string.Empty));
        var names = Names();

        names.ReportUnknown("slow"u8);
        names.ReportUnknown("fast"u8);

        await Eventually.TrueAsync(() => NameOf(names, "fast") == "key of fast", within: 20.Seconds());
        reply.SetResult(new TableDescription("key of slow", true, string.Empty));
        await Eventually.TrueAsync(() => NameOf(names, "slow") == "key of slow", within: 20.Seconds());
    }

    [Test]
    public async Task A_table_that_was_forgotten_is_learned_again_at_once()
    {
        _describe = _ => Task.FromResult(new TableDescription($"key {_asked}", true, string.Empty));
        var names = Names();
        names.ReportUnknown("orders"u8);
        await Eventually.TrueAsync(() => NameOf(names, "orders") == "key 1", within: 20.Seconds());

        names.Remove("orders");
        Assert.That(NameOf(names, "orders"), Is.Null);

        await Eventually.TrueAsync(() =>
        {
            names.ReportUnknown("orders"u8);
            return NameOf(names, "orders") == "key 2";
        }, within: 20.Seconds());
        Assert.That(_time.PendingTimers, Is.Zero);
    }

    // From 100 ms on, doubled each time, a fifth more or less so that clients don't ask in step.
    [Test]
    public async Task A_node_that_is_not_ready_is_asked_four_times_and_then_left_alone_for_five_minutes()
    {
        var names = Names();
        names.ReportUnknown("orders"u8);

        foreach (var (asked, milliseconds) in new[] { (1, 100), (2, 200), (3, 400) })
        {
            await Eventually.TrueAsync(() => _asked == asked && _time.PendingTimers == 1, within: 20.Seconds());
            Assert.That(_time.NextTimer!.Value.TotalMilliseconds, Is.EqualTo(milliseconds).Within(20.001).Percent);
            Assert.That(_log.Messages, Is.Empty);
            _time.Advance(_time.NextTimer.Value);
        }

        await Eventually.TrueAsync(() => _asked == 4 && _time.PendingTimers == 1, within: 20.Seconds());
        Assert.That(_time.NextTimer, Is.EqualTo(Rest));
        Assert.That(_log.Messages.Single(), Does.Contain("orders").And.Contain("answered 503"));

        names.ReportUnknown("orders"u8);
        _time.Advance(Rest - 1.Milliseconds());
        names.ReportUnknown("orders"u8);
        Assert.That(_asked, Is.EqualTo(4));
        _time.Advance(1.Milliseconds());

        await Eventually.TrueAsync(() =>
        {
            names.ReportUnknown("orders"u8);
            return _asked == 5;
        }, within: 20.Seconds());
    }

    [Test]
    public async Task The_waits_between_two_tries_differ()
    {
        var waits = new HashSet<TimeSpan>();
        for (var i = 0; i < 20; i++)
        {
            var time = new ManualTimeProvider();
            Names(time).ReportUnknown("orders"u8);
            await Eventually.TrueAsync(() => time.PendingTimers == 1, within: 20.Seconds());
            waits.Add(time.NextTimer!.Value);
        }

        Assert.That(waits, Has.Count.GreaterThan(10));
        Assert.That(waits.Min(), Is.LessThan(100.Milliseconds()));
        Assert.That(waits.Max(), Is.GreaterThan(100.Milliseconds()));
    }

    [Test]
    public async Task A_table_is_learned_by_the_second_try()
    {
        _describe = _ => Task.FromResult(_asked == 1 ? Unavailable : new TableDescription("customer", true, string.Empty));
        var names = Names();

        names.ReportUnknown("orders"u8);
        await Eventually.TrueAsync(() => _time.PendingTimers == 1, within: 20.Seconds());
        _time.Advance(120.Milliseconds());

        await Eventually.TrueAsync(() => NameOf(names, "orders") == "customer", within: 20.Seconds());
        Assert.That(_log.Messages, Is.Empty);
    }

    [Test]
    public async Task A_final_answer_is_not_asked_for_again_for_five_minutes()
    {
        _describe = _ => Task.FromResult(new TableDescription(null, true, "answered 400"));

        Names().ReportUnknown("orders"u8);

        await Eventually.TrueAsync(() => _time.PendingTimers == 1, within: 20.Seconds());
        Assert.That((_asked, _time.NextTimer), Is.EqualTo((1, (TimeSpan?)Rest)));
        Assert.That(_log.Messages.Single(), Does.Contain("answered 400"));
    }

    [Test]
    public async Task A_question_that_throws_is_logged_and_asked_again_after_five_minutes()
    {
        _describe = _ => throw new InvalidOperationException("no pipeline");
        var names = Names();

        names.ReportUnknown("orders"u8);

        await Eventually.TrueAsync(() => _time.PendingTimers == 1, within: 20.Seconds());
        Assert.That((_asked, _time.NextTimer), Is.EqualTo((1, (TimeSpan?)Rest)));
        Assert.That(_log.Messages.Single(), Does.Contain("orders").And.Contain("no pipeline"));

        names.ReportUnknown("orders"u8);
        _time.Advance(Rest);
        await Eventually.TrueAsync(() =>
        {
            names.ReportUnknown("orders"u8);
            return _asked == 2;
        }, within: 20.Seconds());
    }

    [Test]
    public async Task Nothing_is_asked_any_more_when_the_cluster_is_disposed_of_between_two_tries()
    {
        Names().ReportUnknown("orders"u8);
        await Eventually.TrueAsync(() => _time.PendingTimers == 1, within: 20.Seconds());

        await _stop.CancelAsync();

        await Eventually.TrueAsync(() => _time.PendingTimers == 0, within: 20.Seconds());
        Assert.That(_asked, Is.EqualTo(1));
        Assert.That(_log.Messages, Is.Empty);
    }

    [Test]
    public async Task The_context_of_the_request_that_named_the_table_is_not_kept()
    {
        string? seen = "nothing";
        _describe = _ =>
        {
            seen = Context.Value;
            return Task.FromResult(new TableDescription("customer", true, string.Empty));
        };
        var names = Names();
        Context.Value = "a request";

        names.ReportUnknown("orders"u8);

        await Eventually.TrueAsync(() => NameOf(names, "orders") == "customer", within: 20.Seconds());
        Assert.That(seen, Is.Null);
    }

    private static string? NameOf(PartitionKeyNames names, string table) =>
        names.TryGet(Encoding.UTF8.GetBytes(table), out var name) ? Encoding.UTF8.GetString(name) : null;

    private PartitionKeyNames Names(ManualTimeProvider? time = null)
    {
        var names = new PartitionKeyNames(_configured);
        _ = new PartitionKeyLearner(names, this, time ?? _time, _log, _stop.Token);
        return names;
    }

    Task<TableDescription> ITableDescriber.DescribeAsync(string table, CancellationToken cancellationToken)
    {
        Assert.That(cancellationToken, Is.EqualTo(_stop.Token));
        Interlocked.Increment(ref _asked);
        return _describe(table);
    }
}
