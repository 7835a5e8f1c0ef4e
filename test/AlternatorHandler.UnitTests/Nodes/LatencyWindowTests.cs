using AlternatorHandler.Nodes;

namespace AlternatorHandler.UnitTests.Nodes;

public sealed class LatencyWindowTests
{
    [Test]
    public void What_is_taken_is_all_that_was_added_since()
    {
        var window = new LatencyWindow();
        window.RecordResponse(1.Milliseconds());
        window.RecordResponse(2.Milliseconds());
        window.RecordFailure();

        Assert.That(window.Drain(), Is.EqualTo((2L, 1L, 1.5)));
        Assert.That(window.Drain(), Is.EqualTo((0L, 0L, 0.0)));
    }

    [Test]
    public async Task Nothing_is_lost_or_counted_twice_while_others_add()
    {
        var window = new LatencyWindow();
        var adding = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 50_000; i++)
            {
                window.RecordResponse(3.Milliseconds());
                window.RecordFailure();
            }
        })));
        var answered = 0L;
        var failed = 0L;
        while (!adding.IsCompleted || answered < 200_000)
        {
            var taken = window.Drain();
            Assert.That(taken.MeanMilliseconds, Is.EqualTo(taken.Answered == 0 ? 0 : 3));
            answered += taken.Answered;
            failed += taken.Failed;
        }

        await adding;
        Assert.That((answered, failed + window.Drain().Failed), Is.EqualTo((200_000L, 200_000L)));
    }
}
