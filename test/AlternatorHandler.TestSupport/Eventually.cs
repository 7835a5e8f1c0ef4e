using System.Runtime.CompilerServices;

namespace AlternatorHandler.TestSupport;

/// <summary>Waits for a condition, with a deadline in real time.</summary>
internal static class Eventually
{
    // Short: unit tests wait for a continuation on another thread, hundreds of times a run.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(1);

    /// <param name="condition">The condition.</param>
    /// <param name="within">The time after which the wait fails.</param>
    /// <param name="seen">Describes the state in the message of the failure.</param>
    /// <param name="what">The condition's text.</param>
    /// <exception cref="TimeoutException">The condition has not become true.</exception>
    public static async Task TrueAsync(Func<bool> condition, TimeSpan within, Func<string>? seen = null, [CallerArgumentExpression(nameof(condition))] string? what = null)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > within)
            {
                throw new TimeoutException($"Not true within {within.TotalSeconds:0.###} s: {what} {seen?.Invoke()}");
            }

            await Task.Delay(Interval, TimeProvider.System).ConfigureAwait(false);
        }
    }
}
