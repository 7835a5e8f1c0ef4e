namespace AlternatorHandler.UnitTests.Support;

/// <summary>Measures what code allocates on the thread that it runs on.</summary>
internal static class Allocations
{
    private const int Runs = 1_001;

    /// <summary>The bytes of one run, once all that is made on first use is there.</summary>
    public static long OfOne(Action action)
    {
        for (var i = 0; i < Runs; i++)
        {
            action();
        }

        var bytes = new long[Runs];
        for (var i = 0; i < Runs; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            bytes[i] = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        // The median: now and then a run pays for all, such as by a new window of the breaker.
        Array.Sort(bytes);
        return bytes[Runs / 2];
    }
}
