using AlternatorHandler.Loops;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Loops;

public sealed class RequestActivityTests
{
    [Test]
    public async Task A_request_wakes_all_waiters()
    {
        var activity = new RequestActivity();
        var (first, second) = (activity.WaitForNextAsync(seen: 0), activity.WaitForNextAsync(seen: 0));
        Assert.That(first.IsCompleted || second.IsCompleted, Is.False);

        activity.RecordRequest(7);

        await Task.WhenAll(first, second).WaitAsync(20.Seconds());
        Assert.That(activity.LastRequest, Is.EqualTo(7));
    }

    [Test]
    public void A_request_that_was_not_seen_yet_is_not_slept_through()
    {
        var activity = new RequestActivity();
        activity.RecordRequest(7);

        Assert.That(activity.WaitForNextAsync(seen: 0).IsCompleted, Is.True);
        Assert.That(activity.WaitForNextAsync(seen: 7).IsCompleted, Is.False);
    }

    [Test]
    public async Task No_request_is_lost_however_it_meets_the_sleeper()
    {
        const long End = long.MaxValue;
        var activity = new RequestActivity();
        long met = 0;
        var sleeper = Task.Run(async () =>
        {
            for (long seen = 0; seen != End; seen = activity.LastRequest)
            {
                Volatile.Write(ref met, seen);
                await activity.WaitForNextAsync(seen);
            }
        });

        await RaceRunner.RepeatAsync(atMost: 100_000, request => activity.RecordRequest(request), request => Volatile.Read(ref met) == request);

        activity.RecordRequest(End);
        await sleeper.WaitAsync(20.Seconds());
    }
}
