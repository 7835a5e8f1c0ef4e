using System.Runtime.CompilerServices;

namespace AlternatorHandler.FunctionalTests;

/// <summary>Waits for a condition, with a deadline.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    public static async Task TrueAsync(Func<bool> condition, TimeSpan within, Func<string>? seen = null, [CallerArgumentExpression(nameof(condition))] string? what = null)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.That(TimeProvider.System.GetElapsedTime(start), Is.LessThan(within), $"never true: {what} {seen?.Invoke()}");
            await Task.Delay(Interval, TimeProvider.System);
        }
    }
}
