using System.Globalization;
using System.Runtime.InteropServices;

namespace AlternatorHandler.Rigs.Reliability.Results;

/// <summary>Where a report comes from.</summary>
internal static class Machine
{
    private const string Load = "/proc/loadavg";

    public static string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd}, {Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}");

    /// <summary>How many threads wanted a processor in the last minute, of whatever process.</summary>
    public static string LoadAverage() => File.Exists(Load) ? File.ReadAllText(Load).Split(' ')[0] : "unknown";
}
