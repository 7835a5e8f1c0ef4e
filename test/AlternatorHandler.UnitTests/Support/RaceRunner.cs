namespace AlternatorHandler.UnitTests.Support;

/// <summary>Runs two threads against each other many times, to find an order of their steps in which a signal is lost.</summary>
internal static class RaceRunner
{
    // The time is limited as well, because on a busy machine each signal waits for the scheduler.
    private static readonly TimeSpan MaxDuration = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ReceiveTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Sends signals that are numbered from 1. Each must be received before the next one is sent, which would hide its loss.</summary>
    public static Task RepeatAsync(int atMost, Action<int> send, Func<int, bool> isReceived) => Task.Run(() =>
    {
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 1; i <= atMost && TimeProvider.System.GetElapsedTime(start) < MaxDuration; i++)
        {
            send(i);
            Assert.That(SpinWait.SpinUntil(() => isReceived(i), ReceiveTimeout), Is.True, $"signal {i} was lost");
        }
    });
}
