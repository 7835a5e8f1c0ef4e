using AlternatorHandler.Discovery;
using AlternatorHandler.Loops;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Discovery;

public sealed class DiscoveryLoopTests
{
    private readonly ListingTransport _transport = new();
    private readonly TestNodes _nodes = new(["10.0.0.1"]);
    private readonly RequestActivity _activity = new();
    private DiscoveryLoop _discovery = null!;

    private int Rounds => _transport.Requests.Count;

    [Test]
    public async Task With_requests_the_node_list_is_refreshed_every_ten_seconds()
    {
        await using var loop = Start();
        for (var round = 1; round <= 5; round++)
        {
            await RoundsEndAsync(round);
            Assert.That(_nodes.Time.NextTimer, Is.InRange(8.Seconds(), 12.Seconds()));
            _activity.RecordRequest(_nodes.Time.GetTimestamp());
            _nodes.Time.Advance(_nodes.Time.NextTimer!.Value);
        }
    }

    [Test]
    public async Task Without_requests_the_node_list_is_refreshed_every_minute_and_at_the_next_request()
    {
        await using var loop = Start();
        await RoundsEndAsync(1);
        _nodes.Time.Advance(_nodes.Time.NextTimer!.Value);
        await Eventually.TrueAsync(() => _nodes.Time.NextTimer > 30.Seconds(), within: 20.Seconds());
        Assert.That(Rounds, Is.EqualTo(1));

        _activity.RecordRequest(_nodes.Time.GetTimestamp());
        await RoundsEndAsync(2);

        _nodes.Time.Advance(_nodes.Time.NextTimer!.Value);
        await Eventually.TrueAsync(() => _nodes.Time.NextTimer > 30.Seconds(), within: 20.Seconds());
        _nodes.Time.Advance(_nodes.Time.NextTimer!.Value);
        await RoundsEndAsync(3);
    }

    [Test]
    public async Task The_idle_refresh_interval_counts_from_the_last_refresh()
    {
        _nodes.Live.Replace(new() { Seeds = { TestNodes.Address("10.0.0.1") }, Discovery = new() { RefreshInterval = 30.Seconds(), IdleRefreshInterval = 60.Seconds() } });
        await using var loop = Start();
        await RoundsEndAsync(1);
        var passed = _nodes.Time.NextTimer!.Value;

        _nodes.Time.Advance(passed);

        // The jitter is a fifth. Counted from now, the interval would end after 72 seconds at the earliest.
        await Eventually.TrueAsync(() => passed + _nodes.Time.NextTimer is { } interval && interval >= 48.Seconds() && interval < 72.Seconds(), within: 20.Seconds());
        Assert.That(Rounds, Is.EqualTo(1));
    }

    [Test]
    public async Task Confirmation_of_the_list_by_one_node_updates_the_time_of_the_last_refresh()
    {
        await using var loop = Start();
        await RoundsEndAsync(1);
        _activity.RecordRequest(_nodes.Time.GetTimestamp());

        _nodes.Time.Advance(_nodes.Time.NextTimer!.Value);
        await RoundsEndAsync(2);

        Assert.That(_discovery.Status.RefreshedAt, Is.EqualTo(_nodes.Time.GetUtcNow()));
    }

    [Test]
    public async Task A_requested_refresh_starts_one_second_after_the_previous_refresh()
    {
        await using var loop = Start();
        await RoundsEndAsync(1);

        _nodes.Time.Advance(0.4.Seconds());
        _discovery.RequestRefresh();
        await Eventually.TrueAsync(() => _nodes.Time.NextTimer <= 0.6.Seconds(), within: 20.Seconds());
        Assert.That(Rounds, Is.EqualTo(1));

        _nodes.Time.Advance(0.6.Seconds());
        await RoundsEndAsync(2);
    }

    [Test]
    public async Task While_discovery_fails_its_interval_grows_from_one_second_to_ten()
    {
        _transport.SetList("10.0.0.1");
        await using var loop = Start(lists: false);
        var failures = 0;
        foreach (var expected in new[] { 1, 1.6, 2.56, 4.096, 6.5536, 10, 10 })
        {
            failures++;
            while (_nodes.Log.Count("DiscoveryFailed") < failures)
            {
                _activity.RecordRequest(_nodes.Time.GetTimestamp());
                _nodes.Time.Advance(failures == 1 ? TimeSpan.Zero : 0.05.Seconds());
                await Task.Delay(1.Milliseconds(), TimeProvider.System);
            }

            await Eventually.TrueAsync(() => _nodes.Readiness.IsSet && _nodes.Time.PendingTimers == 1, within: 20.Seconds());
            Assert.That(_nodes.Time.NextTimer, Is.InRange(((expected * 0.8) - 0.2).Seconds(), (expected * 1.21).Seconds()));
        }
    }

    [Test]
    public async Task Requests_wait_for_the_first_list_up_to_InitialTimeout_and_then_use_the_seeds()
    {
        _transport.PendingResponse = new TaskCompletionSource<HttpResponseMessage>().Task;
        await using var loop = Start(lists: false);
        await Eventually.TrueAsync(() => _nodes.Time.PendingTimers == 2, within: 20.Seconds());
        Assert.That(_nodes.Readiness.IsSet, Is.False);

        _nodes.Time.Advance(2.Seconds());

        await _nodes.Readiness.Task.WaitAsync(20.Seconds());
        Assert.That(TestNodes.Hosts(_nodes.Table.Current.Usable), Is.EqualTo("10.0.0.1"));
    }

    [Test]
    public async Task Requests_do_not_wait_for_the_first_list_when_all_seeds_refuse_connections()
    {
        _transport.Unreachable["10.0.0.1"] = true;
        await using var loop = Start(lists: false);

        await _nodes.Readiness.Task.WaitAsync(20.Seconds());

        Assert.That(TestNodes.Hosts(_nodes.Table.Current.Usable), Is.EqualTo("10.0.0.1"));
    }

    [Test]
    public async Task A_first_list_that_arrives_late_replaces_the_seeds()
    {
        _transport.Unreachable["10.0.0.1"] = true;
        await using var loop = Start(lists: false);
        await _nodes.Readiness.Task.WaitAsync(20.Seconds());

        _transport.SetList("10.0.0.1", "10.0.0.5");
        _transport.Unreachable.Clear();
        for (var i = 0; i < 300 && Rounds == 0; i++)
        {
            await Task.Delay(1.Milliseconds(), TimeProvider.System);
            _activity.RecordRequest(_nodes.Time.GetTimestamp());
            _nodes.Time.Advance(0.1.Seconds());
        }

        await Eventually.TrueAsync(() => TestNodes.Hosts(_nodes.Table.Current.Usable) == "10.0.0.5", within: 20.Seconds());
        Assert.That(_nodes[0].State, Is.EqualTo(AlternatorNodeState.Up), "the first known nodes skip probation");
    }

    [Test]
    public async Task The_status_keeps_the_source_and_time_of_the_last_list_after_a_failure()
    {
        await using var loop = Start();
        await RoundsEndAsync(1);
        var refreshedAt = _nodes.Time.GetUtcNow();
        Assert.That((_discovery.Status.RefreshedAt, _discovery.Status.Sources.Single(), _discovery.Status.Failure), Is.EqualTo((refreshedAt, "10.0.0.1:8000", default(string))));

        _transport.SetList("10.0.0.1");
        _nodes.Time.Advance(0.5.Seconds());
        await _discovery.RefreshAsync(CancellationToken.None);

        Assert.That((_discovery.Status.RefreshedAt, _discovery.Status.Sources.Single(), _discovery.Status.Failure), Is.EqualTo((refreshedAt, "10.0.0.1:8000", "10.0.0.1:8000: an empty list")));
    }

    private BackgroundLoop Start(bool lists = true)
    {
        if (lists)
        {
            _transport.SetList("10.0.0.1", "10.0.0.1");
        }

        _discovery = new DiscoveryLoop(_nodes.Discovery(_transport), _nodes.Table, _nodes.States, _nodes.Readiness, _activity, _nodes.Live, _nodes.Time);
        return new BackgroundLoop("discovery", "test", _discovery.StepAsync, _nodes.Time, _nodes.Log);
    }

    /// <summary>Waits until the loop waits for the next round. That wait is longer than any response timeout.</summary>
    private Task RoundsEndAsync(int rounds) => Eventually.TrueAsync(() => Rounds == rounds && _nodes.Time.NextTimer > 2.Seconds(), within: 20.Seconds());
}
