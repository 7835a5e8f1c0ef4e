namespace AlternatorHandler.Benchmarks.Load;

/// <summary>Makes workers do operations, and measures this process meanwhile. Nodes and other clients are in others.</summary>
internal static class LoadRun
{
    public static async Task<LoadSample> MeasureAsync(LoadClient client, int workers, int operations)
    {
        GC.Collect();
        var latencies = new TimeSpan[operations];
        var next = -1;

        // Not Process.TotalProcessorTime, which counts in hundredths of a second.
        var processor = Environment.CpuUsage.TotalTime;
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var started = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next); i < operations; i = Interlocked.Increment(ref next))
            {
                var sent = TimeProvider.System.GetTimestamp();
                await client.GetAsync();
                latencies[i] = TimeProvider.System.GetElapsedTime(sent);
            }
        })));
        var elapsed = TimeProvider.System.GetElapsedTime(started);
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        processor = Environment.CpuUsage.TotalTime - processor;
        Array.Sort(latencies);
        return new LoadSample(operations, elapsed, processor, allocated, Half: latencies[operations / 2], Most: latencies[(int)(operations * 0.99)]);
    }
}
