namespace AlternatorHandler.AspNetCore.Tests;

public sealed class EventTests
{
    [Test]
    public async Task The_first_event_is_complete_and_each_second_brings_a_sample()
    {
        var cluster = new FakeClusterStatus(2);
        await using var app = await DashboardApp.OfAsync(() => cluster.Current);
        await app.ClusterAsync(found => found["nodes"]![0]!["latencyHistory"]!.AsArray().Count >= 2, 30.Seconds());

        await using var events = app.EventsAsync().GetAsyncEnumerator();
        await events.MoveNextAsync();
        var first = events.Current;
        cluster.SetState(1, AlternatorNodeState.Down, "it burns");
        await events.MoveNextAsync();
        var second = events.Current;

        Assert.Multiple(() =>
        {
            Assert.That(first.Type, Is.EqualTo("status"));
            Assert.That(first.Status["clusters"]![0]!["nodes"]![0]!["latencyHistory"]!.AsArray(), Has.Count.GreaterThanOrEqualTo(2));
            Assert.That(second.Type, Is.EqualTo("sample"));
            Assert.That(second.Status["clusters"]![0]!["nodes"]![0]!["latencyHistory"]!.AsArray(), Has.Count.EqualTo(1));
            Assert.That(second.Status["clusters"]![0]!["nodes"]![1]!["state"]!.GetValue<string>(), Is.EqualTo("Down"));
            Assert.That(second.Status["time"]!.GetValue<DateTimeOffset>() - first.Status["time"]!.GetValue<DateTimeOffset>(), Is.GreaterThan(TimeSpan.Zero));
        });
    }

    [Test]
    public async Task A_hundred_readers_get_the_same_sample()
    {
        var cluster = new FakeClusterStatus(3);
        await using var app = await DashboardApp.OfAsync(() => cluster.Current);
        var times = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => SamplesAsync(app, 5))).WaitAsync(60.Seconds(), TimeProvider.System);

        Assert.That(times.SelectMany(one => one).Distinct().Count(), Is.LessThan(50));
    }

    [Test]
    public async Task Open_streams_end_with_the_application()
    {
        var cluster = new FakeClusterStatus(1);
        await using var app = await DashboardApp.OfAsync(() => cluster.Current);
        await using var events = app.EventsAsync().GetAsyncEnumerator();
        await events.MoveNextAsync();

        // The host would wait 30 seconds for a stream that does not end.
        await app.StopAsync().WaitAsync(20.Seconds(), TimeProvider.System);

        Assert.That(await DrainAsync(), Is.LessThan(20));

        async Task<int> DrainAsync()
        {
            var rest = 0;
            while (await events.MoveNextAsync())
            {
                rest++;
            }

            return rest;
        }
    }

    private static async Task<DateTimeOffset[]> SamplesAsync(DashboardApp app, int count)
    {
        var times = new List<DateTimeOffset>();
        await foreach (var (type, status) in app.EventsAsync())
        {
            if (type == "sample")
            {
                times.Add(status["time"]!.GetValue<DateTimeOffset>());
            }

            if (times.Count == count)
            {
                break;
            }
        }

        return [.. times];
    }
}
