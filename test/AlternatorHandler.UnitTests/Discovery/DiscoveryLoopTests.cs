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

    private int Rounds => _transport.Asked.Count;

    [Test]
    public async Task While_requests_come_the_list_is_refreshed_every_ten_seconds()
    {
        await using var loop = Start();
        for (var round = 1; round <= 5; round++)
        {
            await RestsAsync(round);
            Assert.That(_nodes.Time.NextTimer, Is.InRange(8.Seconds(), 12.Seconds()));
            _activity.RecordRequest(_nodes.Time.GetTimestamp());
            _nodes.Time.Advance(_nodes.Time.NextTimer!.Value);
        }
    }

    [Test]
    public async Task Without_requests_it_is_refreshed_every_minute_and_the_first_request_wakes_it()
    {
        await using var loop = Start();
        await RestsAsync(1);
        _nodes.Time.Advance(_nodes.Time.NextTimer!.Value);
        await Eventually.TrueAsync(() => _nodes.Time.NextTimer > 30.Seconds(), within: 20.Seconds());
        Assert.That(Rounds, Is.EqualTo(1));

        _activity.RecordRequest(_nodes.Time.GetTimestamp());
        await RestsAsync(2);

        _nodes.Time.Advance(_nodes.Time.NextTimer!.Value);
        await Eventually.TrueAsync(() => _nodes.Time.NextTimer > 30.Seconds(), within: 20.Seconds());
        _nodes.Time.Advance(_nodes.Time.NextTimer!.Value);
        await RestsAsync(3);
    }

    [Test]
    public async Task Without_requests_the_minute_counts_from_the_last_refresh()
    {
        _nodes.Live.Replace(new() { Seeds = { TestNodes.Address("10.0.0.1") }, Discovery = new() { RefreshInterval = 30.Seconds(), IdleRefreshInterval = 60.Seconds() } });
        await using var loop = Start();
        await RestsAsync(1);
        var passed = _nodes.Time.NextTimer!.Value;

        _nodes.Time.Advance(passed);

        // A fifth either way. Counted from now it would be 72 seconds at least.
        await Eventually.TrueAsync(() => passed + _nodes.Time.NextTimer is { } rest && rest >= 48.Seconds() && rest < 72.Seconds(), within: 20.Seconds());
        Assert.That(Rounds, Is.EqualTo(1));
    }

    [Test]
    public async Task A_list_that_one_node_confirms_is_as_current_as_one_that_all_were_asked_for()
    {
        await using var loop = Start();
        await RestsAsync(1);
        _activity.RecordRequest(_nodes.Time.GetTimestamp());

        _nodes.Time.Advance(_nodes.Time.NextTimer!.Value);
        await RestsAsync(2);

        Assert.That(_discovery.Status.RefreshedAt, Is.EqualTo(_nodes.Time.GetUtcNow()));
    }

    [Test]
    public async Task A_failure_of_a_node_brings_the_next_refresh_forward_to_a_second_after_the_last()
    {
        await using var loop = Start();
        await RestsAsync(1);

        _nodes.Time.Advance(0.4.Seconds());
        _discovery.RequestRefresh();
        await Eventually.TrueAsync(() => _nodes.Time.NextTimer <= 0.6.Seconds(), within: 20.Seconds());
        Assert.That(Rounds, Is.EqualTo(1));

        _nodes.Time.Advance(0.6.Seconds());
        await RestsAsync(2);
    }

    [Test]
    public async Task While_no_node_answers_the_pauses_grow_from_a_second()
    {
        _transport.Lists("10.0.0.1");
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
    public async Task Requests_wait_for_the_first_list_only_so_long_and_then_go_to_the_seeds()
    {
        _transport.Silence = new TaskCompletionSource<HttpResponseMessage>().Task;
        await using var loop = Start(lists: false);
        await Eventually.TrueAsync(() => _nodes.Time.PendingTimers == 2, within: 20.Seconds());
        Assert.That(_nodes.Readiness.IsSet, Is.False);

        _nodes.Time.Advance(2.Seconds());

        await _nodes.Readiness.Task.WaitAsync(20.Seconds());
        Assert.That(TestNodes.Hosts(_nodes.Table.Current.Usable), Is.EqualTo("10.0.0.1"));
    }

    [Test]
    public async Task Seeds_that_all_refuse_are_not_waited_for()
    {
        _transport.Dead["10.0.0.1"] = true;
        await using var loop = Start(lists: false);

        await _nodes.Readiness.Task.WaitAsync(20.Seconds());

        Assert.That(TestNodes.Hosts(_nodes.Table.Current.Usable), Is.EqualTo("10.0.0.1"));
    }

    [Test]
    public async Task A_list_that_comes_late_replaces_the_seeds()
    {
        _transport.Dead["10.0.0.1"] = true;
        await using var loop = Start(lists: false);
        await _nodes.Readiness.Task.WaitAsync(20.Seconds());

        _transport.Lists("10.0.0.1", "10.0.0.5");
        _transport.Dead.Clear();
        for (var i = 0; i < 300 && Rounds == 0; i++)
        {
            await Task.Delay(1.Milliseconds(), TimeProvider.System);
            _activity.RecordRequest(_nodes.Time.GetTimestamp());
            _nodes.Time.Advance(0.1.Seconds());
        }

        await Eventually.TrueAsync(() => TestNodes.Hosts(_nodes.Table.Current.Usable) == "10.0.0.5", within: 20.Seconds());
        Assert.That(_nodes[0].State, Is.EqualTo(AlternatorNodeState.Up), "the first nodes that are known need no probation");
    }

    [Test]
    public async Task The_sources_and_the_time_of_a_list_stay_visible_after_a_later_failure()
    {
        await using var loop = Start();
        await RestsAsync(1);
        var told = _nodes.Time.GetUtcNow();
        Assert.That((_discovery.Status.RefreshedAt, _discovery.Status.Sources.Single(), _discovery.Status.Failure), Is.EqualTo((told, "10.0.0.1:8000", default(string))));

        _transport.Lists("10.0.0.1");
        _nodes.Time.Advance(0.5.Seconds());
        await _discovery.RefreshAsync(CancellationToken.None);

        Assert.That((_discovery.Status.RefreshedAt, _discovery.Status.Sources.Single(), _discovery.Status.Failure), Is.EqualTo((told, "10.0.0.1:8000", "10.0.0.1:8000 an empty list")));
    }

    private BackgroundLoop Start(bool lists = true)
    {
        if (lists)
        {
            _transport.Lists("10.0.0.1", "10.0.0.1");
        }

        _discovery = new DiscoveryLoop(_nodes.Discovery(_transport), _nodes.Table, _nodes.States, _nodes.Readiness, _activity, _nodes.Live, _nodes.Time);
        return new BackgroundLoop("discovery", "test", _discovery.StepAsync, _nodes.Time, _nodes.Log);
    }

    /// <summary>Waits until the loop waits for the next round: longer than for any answer.</summary>
    private Task RestsAsync(int rounds) => Eventually.TrueAsync(() => Rounds == rounds && _nodes.Time.NextTimer > 2.Seconds(), within: 20.Seconds());
}
