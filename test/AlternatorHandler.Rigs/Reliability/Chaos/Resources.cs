using System.Diagnostics;

namespace AlternatorHandler.Rigs.Reliability.Chaos;

/// <summary>What the process holds.</summary>
internal sealed record Resources(long Memory, int Threads, int Sockets, long Timers)
{
    private const string Descriptors = "/proc/self/fd";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Counts, after a collection of all garbage.</summary>
    public static Resources Measure()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        using var process = Process.GetCurrentProcess();
        return new Resources(GC.GetTotalMemory(forceFullCollection: false), process.Threads.Count, CountSockets(), Timer.ActiveCount);
    }

    /// <summary>Measures until two measurements agree: what ended just now may take a moment to let go.</summary>
    public static async Task<Resources> SettledAsync(TimeSpan within)
    {
        var begin = TimeProvider.System.GetTimestamp();
        var last = Measure();
        while (true)
        {
            await Task.Delay(Interval, TimeProvider.System);
            var now = Measure();
            if ((now.Sockets, now.Timers) == (last.Sockets, last.Timers) || TimeProvider.System.GetElapsedTime(begin) > within)
            {
                return now;
            }

            last = now;
        }
    }

    /// <summary>Measures until nothing is held that was not at the start, a little aside, or until the time is over. The pool keeps idle threads for a while.</summary>
    public static async Task<Resources> ReturnToAsync(Resources start, TimeSpan within)
    {
        var begin = TimeProvider.System.GetTimestamp();
        var now = Measure();
        while (now.Excess(start) is not null && TimeProvider.System.GetElapsedTime(begin) < within)
        {
            await Task.Delay(Interval, TimeProvider.System);
            now = Measure();
        }

        return now;
    }

    /// <summary>Returns what is held beyond what was at the start, or <see langword="null"/>.</summary>
    public string? Excess(Resources start)
    {
        // The pool and the runtime may well have a few more threads and timers of their own; a client that is not disposed of holds four timers.
        const long memory = 8 * 1024 * 1024;
        const int threads = 8;
        const int timers = 2;
        return Memory > start.Memory + memory || Threads > start.Threads + threads || Sockets > start.Sockets || Timers > start.Timers + timers
            ? $"held at the end: {this}; at the start: {start}"
            : null;
    }

    public override string ToString() => $"{Memory / 1024.0 / 1024:0.0} MiB, {Threads} threads, {Sockets} sockets, {Timers} timers";

    private static int CountSockets() => !Directory.Exists(Descriptors) ? 0 : Directory.GetFiles(Descriptors).Count(static descriptor =>
    {
        try
        {
            return File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.Name.StartsWith("socket:", StringComparison.Ordinal) == true;
        }
        catch (IOException)
        {
            // It was closed meanwhile.
            return false;
        }
    });
}
