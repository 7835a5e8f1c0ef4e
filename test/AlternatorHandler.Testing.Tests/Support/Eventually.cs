namespace AlternatorHandler.Testing.Tests.Support;

internal static class Eventually
{
    public static async Task TrueAsync(Func<bool> condition, string what)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.That(TimeProvider.System.GetElapsedTime(start), Is.LessThan(TimeSpan.FromSeconds(10)), $"Not true within 10 seconds: {what}");
            await Task.Yield();
        }
    }
}
