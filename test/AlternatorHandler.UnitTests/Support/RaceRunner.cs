namespace AlternatorHandler.UnitTests.Support;

/// <summary>Repeats a race of two threads, to find an order of their steps that loses a signal.</summary>
internal static class RaceRunner
{
    // A bound in time as well: on a busy machine each meeting costs a turn of the scheduler.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Gives signals, numbered from 1. Each must be taken before the next one is given, which would hide its loss.</summary>
    public static Task RepeatAsync(int atMost, Action<int> give, Func<int, bool> isTaken) => Task.Run(() =>
    {
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 1; i <= atMost && TimeProvider.System.GetElapsedTime(start) < Longest; i++)
        {
            give(i);
            Assert.That(SpinWait.SpinUntil(() => isTaken(i), Patience), Is.True, $"signal {i} was lost");
        }
    });
}
