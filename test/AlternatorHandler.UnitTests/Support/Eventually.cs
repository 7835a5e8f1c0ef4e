using System.Runtime.CompilerServices;

namespace AlternatorHandler.UnitTests.Support;

/// <summary>Waits, in real time, for what another thread is about to do.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task TrueAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string? what = null)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.That(TimeProvider.System.GetElapsedTime(start), Is.LessThan(Patience), $"never true: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
    }

    /// <summary>Fails instead of waiting for ever.</summary>
    public static Task WithinPatienceAsync(this Task task) => task.WaitAsync(Patience, TimeProvider.System);

    /// <summary>Fails instead of waiting for ever.</summary>
    public static Task<T> WithinPatienceAsync<T>(this Task<T> task) => task.WaitAsync(Patience, TimeProvider.System);
}
