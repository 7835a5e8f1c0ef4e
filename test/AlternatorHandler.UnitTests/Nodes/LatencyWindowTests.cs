using AlternatorHandler.Nodes;

namespace AlternatorHandler.UnitTests.Nodes;

public sealed class LatencyWindowTests
{
    [Test]
    public void Drain_returns_what_was_recorded_since_the_previous_call()
    {
        var window = new LatencyWindow();
        window.RecordResponse(1.Milliseconds());
        window.RecordResponse(2.Milliseconds());
        window.RecordFailure();

        Assert.That(window.Drain(), Is.EqualTo((2L, 1L, 1.5)));
        Assert.That(window.Drain(), Is.EqualTo((0L, 0L, 0.0)));
    }

    [Test]
    public async Task Concurrent_records_are_neither_lost_nor_drained_twice()
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
        var responses = 0L;
        var failures = 0L;
        while (!adding.IsCompleted || responses < 200_000)
        {
            var drained = window.Drain();
            Assert.That(drained.MeanMilliseconds, Is.EqualTo(drained.Responses == 0 ? 0 : 3));
            responses += drained.Responses;
            failures += drained.Failures;
        }

        await adding;
        Assert.That((responses, failures + window.Drain().Failures), Is.EqualTo((200_000L, 200_000L)));
    }
}
