namespace AlternatorHandler.TestSupport;

internal static class TimeSpanExtensions
{
    public static TimeSpan Milliseconds(this int count) => TimeSpan.FromMilliseconds(count);

    public static TimeSpan Milliseconds(this double count) => TimeSpan.FromMilliseconds(count);

    public static TimeSpan Seconds(this int count) => TimeSpan.FromSeconds(count);

    public static TimeSpan Seconds(this double count) => TimeSpan.FromSeconds(count);
}
