using AlternatorHandler.Loops;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Loops;

public sealed class RequestActivityTests
{
    [Test]
    public async Task A_request_completes_all_pending_waits()
    {
        var activity = new RequestActivity();
        var (first, second) = (activity.WaitForNextAsync(seen: 0), activity.WaitForNextAsync(seen: 0));
        Assert.That(first.IsCompleted || second.IsCompleted, Is.False);

        activity.RecordRequest(7);

        await Task.WhenAll(first, second).WaitAsync(20.Seconds());
        Assert.That(activity.LastRequest, Is.EqualTo(7));
    }

    [Test]
    public void A_wait_completes_at_once_if_a_newer_request_was_recorded()
    {
        var activity = new RequestActivity();
        activity.RecordRequest(7);

        Assert.That(activity.WaitForNextAsync(seen: 0).IsCompleted, Is.True);
        Assert.That(activity.WaitForNextAsync(seen: 7).IsCompleted, Is.False);
    }

    [Test]
    public async Task No_request_is_lost_in_a_race_with_a_wait()
    {
        const long End = long.MaxValue;
        var activity = new RequestActivity();
        long observed = 0;
        var waiter = Task.Run(async () =>
        {
            for (long seen = 0; seen != End; seen = activity.LastRequest)
            {
                Volatile.Write(ref observed, seen);
                await activity.WaitForNextAsync(seen);
            }
        });

        await RaceRunner.RepeatAsync(atMost: 100_000, request => activity.RecordRequest(request), request => Volatile.Read(ref observed) == request);

        activity.RecordRequest(End);
        await waiter.WaitAsync(20.Seconds());
    }
}
