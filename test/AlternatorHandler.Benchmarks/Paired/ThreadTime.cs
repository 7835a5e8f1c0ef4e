using System.Runtime.InteropServices;

namespace AlternatorHandler.Benchmarks.Paired;

/// <summary>The processor time that this thread has taken: what other processes take from the processor meanwhile is not in it.</summary>
internal static partial class ThreadTime
{
    // CLOCK_THREAD_CPUTIME_ID of Linux, which .NET does not offer. Elsewhere it is the time of day that is measured.
    private const int ThreadClock = 3;

    public static TimeSpan Now => OperatingSystem.IsLinux() && GetTime(ThreadClock, out var time) == 0
        ? new TimeSpan((time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / TimeSpan.NanosecondsPerTick))
        : TimeProvider.System.GetElapsedTime(0);

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int GetTime(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Timespec
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
