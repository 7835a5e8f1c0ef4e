using System.Text;
using AlternatorHandler.Affinity;
using Microsoft.Extensions.Logging.Testing;

namespace AlternatorHandler.UnitTests.Affinity;

internal sealed class PartitionKeyLearnerTests : ITableDescriber, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);
    private static readonly TableDescription Unavailable = new(null, false, "returned 503");
    private static readonly AsyncLocal<string?> Context = new();

    private readonly ManualTimeProvider _time = new();
    private readonly FakeLogger _log = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, string> _configured = new() { ["configured"] = "id" };
    private Func<string, Task<TableDescription>> _describe = _ => Task.FromResult(Unavailable);
    private int _requests;

    public void Dispose() => _stop.Dispose();

    [Test]
    public void A_configured_partition_key_is_known_and_is_never_removed()
    {
        var names = Names();

        names.Remove("configured");

        Assert.That(GetName(names, "configured"), Is.EqualTo("id"));
        Assert.That(GetName(names, "other"), Is.Null);
        Assert.That(_requests, Is.Zero);
    }

    [Test]
    public async Task A_table_is_described_once_however_many_requests_name_it()
    {
        var response = new TaskCompletionSource<TableDescription>(TaskCreationOptions.RunContinuationsAsynchronously);
        string? table = null;
        _describe = name =>
        {
            table = name;
            return response.Task;
        };
        var names = Names();

        names.ReportUnknown("orders"u8);
        names.ReportUnknown("orders"u8);
        await Eventually.TrueAsync(() => _requests == 1, within: 20.Seconds());
        names.ReportUnknown("orders"u8);
        Assert.That(GetName(names, "orders"), Is.Null);
        response.SetResult(new TableDescription("customer", true, string.Empty));

        await Eventually.TrueAsync(() => GetName(names, "orders") is not null, within: 20.Seconds());
        Assert.That((GetName(names, "orders"), table, _requests), Is.EqualTo(("customer", "orders", 1)));
        Assert.That(_log.Messages, Is.Empty);
    }

    [Test]
    public async Task Different_tables_are_described_concurrently()
    {
        var response = new TaskCompletionSource<TableDescription>(TaskCreationOptions.RunContinuationsAsynchronously);
        _describe = name => name == "slow" ? response.Task : Task.FromResult(new TableDescription($"key of {name}", true, string.Empty));
        var names = Names();

        names.ReportUnknown("slow"u8);
        names.ReportUnknown("fast"u8);

        await Eventually.TrueAsync(() => GetName(names, "fast") == "key of fast", within: 20.Seconds());
        response.SetResult(new TableDescription("key of slow", true, string.Empty));
        await Eventually.TrueAsync(() => GetName(names, "slow") == "key of slow", within: 20.Seconds());
    }

    [Test]
    public async Task A_removed_table_is_described_again_at_once()
    {
        _describe = _ => Task.FromResult(new TableDescription($"key {_requests}", true, string.Empty));
        var names = Names();
        names.ReportUnknown("orders"u8);
        await Eventually.TrueAsync(() => GetName(names, "orders") == "key 1", within: 20.Seconds());

        names.Remove("orders");
        Assert.That(GetName(names, "orders"), Is.Null);

        await Eventually.TrueAsync(() =>
        {
            names.ReportUnknown("orders"u8);
            return GetName(names, "orders") == "key 2";
        }, within: 20.Seconds());
        Assert.That(_time.PendingTimers, Is.Zero);
    }

    // The delays double from 100 ms, with a jitter of a fifth, so that clients do not send their requests at the same time.
    [Test]
    public async Task After_four_failed_descriptions_a_table_is_described_again_after_five_minutes()
    {
        var names = Names();
        names.ReportUnknown("orders"u8);

        foreach (var (requests, milliseconds) in new[] { (1, 100), (2, 200), (3, 400) })
        {
            await Eventually.TrueAsync(() => _requests == requests && _time.PendingTimers == 1, within: 20.Seconds());
            Assert.That(_time.NextTimer!.Value.TotalMilliseconds, Is.EqualTo(milliseconds).Within(20.001).Percent);
            Assert.That(_log.Messages, Is.Empty);
            _time.Advance(_time.NextTimer.Value);
        }

        await Eventually.TrueAsync(() => _requests == 4 && _time.PendingTimers == 1, within: 20.Seconds());
        Assert.That(_time.NextTimer, Is.EqualTo(Pause));
        Assert.That(_log.Messages.Single(), Does.Contain("orders").And.Contain("returned 503"));

        names.ReportUnknown("orders"u8);
        _time.Advance(Pause - 1.Milliseconds());
        names.ReportUnknown("orders"u8);
        Assert.That(_requests, Is.EqualTo(4));
        _time.Advance(1.Milliseconds());

        await Eventually.TrueAsync(() =>
        {
            names.ReportUnknown("orders"u8);
            return _requests == 5;
        }, within: 20.Seconds());
    }

    [Test]
    public async Task The_delays_between_descriptions_have_jitter()
    {
        var delays = new HashSet<TimeSpan>();
        for (var i = 0; i < 20; i++)
        {
            var time = new ManualTimeProvider();
            Names(time).ReportUnknown("orders"u8);
            await Eventually.TrueAsync(() => time.PendingTimers == 1, within: 20.Seconds());
            delays.Add(time.NextTimer!.Value);
        }

        Assert.That(delays, Has.Count.GreaterThan(10));
        Assert.That(delays.Min(), Is.LessThan(100.Milliseconds()));
        Assert.That(delays.Max(), Is.GreaterThan(100.Milliseconds()));
    }

    [Test]
    public async Task A_partition_key_is_learned_from_the_second_description_if_the_first_fails()
    {
        _describe = _ => Task.FromResult(_requests == 1 ? Unavailable : new TableDescription("customer", true, string.Empty));
        var names = Names();

        names.ReportUnknown("orders"u8);
        await Eventually.TrueAsync(() => _time.PendingTimers == 1, within: 20.Seconds());
        _time.Advance(120.Milliseconds());

        await Eventually.TrueAsync(() => GetName(names, "orders") == "customer", within: 20.Seconds());
        Assert.That(_log.Messages, Is.Empty);
    }

    [Test]
    public async Task A_final_failure_is_not_repeated_for_five_minutes()
    {
        _describe = _ => Task.FromResult(new TableDescription(null, true, "returned 400"));

        Names().ReportUnknown("orders"u8);

        await Eventually.TrueAsync(() => _time.PendingTimers == 1, within: 20.Seconds());
        Assert.That((_requests, _time.NextTimer), Is.EqualTo((1, (TimeSpan?)Pause)));
        Assert.That(_log.Messages.Single(), Does.Contain("returned 400"));
    }

    [Test]
    public async Task A_description_that_throws_is_logged_and_repeated_after_five_minutes()
    {
        _describe = _ => throw new InvalidOperationException("no pipeline");
        var names = Names();

        names.ReportUnknown("orders"u8);

        await Eventually.TrueAsync(() => _time.PendingTimers == 1, within: 20.Seconds());
        Assert.That((_requests, _time.NextTimer), Is.EqualTo((1, (TimeSpan?)Pause)));
        Assert.That(_log.Messages.Single(), Does.Contain("orders").And.Contain("no pipeline"));

        names.ReportUnknown("orders"u8);
        _time.Advance(Pause);
        await Eventually.TrueAsync(() =>
        {
            names.ReportUnknown("orders"u8);
            return _requests == 2;
        }, within: 20.Seconds());
    }

    [Test]
    public async Task Disposal_of_the_cluster_cancels_the_next_description()
    {
        Names().ReportUnknown("orders"u8);
        await Eventually.TrueAsync(() => _time.PendingTimers == 1, within: 20.Seconds());

        await _stop.CancelAsync();

        await Eventually.TrueAsync(() => _time.PendingTimers == 0, within: 20.Seconds());
        Assert.That(_requests, Is.EqualTo(1));
        Assert.That(_log.Messages, Is.Empty);
    }

    [Test]
    public async Task A_description_does_not_run_in_the_context_of_the_request()
    {
        string? context = "none";
        _describe = _ =>
        {
            context = Context.Value;
            return Task.FromResult(new TableDescription("customer", true, string.Empty));
        };
        var names = Names();
        Context.Value = "a request";

        names.ReportUnknown("orders"u8);

        await Eventually.TrueAsync(() => GetName(names, "orders") == "customer", within: 20.Seconds());
        Assert.That(context, Is.Null);
    }

    private static string? GetName(PartitionKeyNames names, string table) =>
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
        Interlocked.Increment(ref _requests);
        return _describe(table);
    }
}
