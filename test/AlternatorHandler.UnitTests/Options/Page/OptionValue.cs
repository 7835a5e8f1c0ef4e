using System.Globalization;

namespace AlternatorHandler.UnitTests.Options.Page;

/// <summary>Writes the value of an option with the unit that suits it.</summary>
internal static class OptionValue
{
    private const int MiB = 1024 * 1024;

    public static string Format(object value) => value switch
    {
        int bytes when bytes > 0 && bytes % (1024 * MiB) == 0 => Number(bytes / (1024 * MiB), "GiB"),
        int bytes when bytes > 0 && bytes % MiB == 0 => Number(bytes / MiB, "MiB"),
        int count => count.ToString("N0", CultureInfo.InvariantCulture),
        double ratio => ratio.ToString(CultureInfo.InvariantCulture),
        TimeSpan time when time == Timeout.InfiniteTimeSpan => "infinite",
        TimeSpan time when time == TimeSpan.Zero => "0",
        TimeSpan { TotalDays: >= 1 } time => Number(time.TotalDays, time.TotalDays == 1 ? "day" : "days"),
        TimeSpan { TotalHours: >= 1 } time => Number(time.TotalHours, "h"),
        TimeSpan time when time.TotalMinutes >= 1 && time.Seconds == 0 => Number(time.TotalMinutes, "min"),
        TimeSpan { TotalSeconds: >= 1 } time => Number(time.TotalSeconds, "s"),
        TimeSpan time => Number(time.TotalMilliseconds, "ms"),
        bool flag => flag ? "`true`" : "`false`",
        _ => $"`{value}`",
    };

    private static string Number(double number, string unit) => string.Create(CultureInfo.InvariantCulture, $"{number} {unit}");
}
