namespace AlternatorHandler.UnitTests.Support;

/// <summary>Measures what code allocates on the thread that it runs on.</summary>
internal static class Allocations
{
    private const int Runs = 1_001;

    /// <summary>Measures the bytes of one run, after everything that is created on first use exists.</summary>
    public static long MeasureOne(Action action)
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

        // The median, because an occasional run allocates for many, such as a new window of the breaker.
        Array.Sort(bytes);
        return bytes[Runs / 2];
    }
}
