namespace AlternatorHandler.Reliability;

/// <summary>Waits for a condition, with a deadline.</summary>
internal static class Condition
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    /// <exception cref="TimeoutException">It was never true.</exception>
    public static async Task TrueAsync(Func<bool> condition, TimeSpan within, string what)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > within)
            {
                throw new TimeoutException($"Not within {within.TotalSeconds:0} s: {what}");
            }

            await Task.Delay(Interval, TimeProvider.System);
        }
    }
}
