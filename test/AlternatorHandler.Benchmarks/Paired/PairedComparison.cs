namespace AlternatorHandler.Benchmarks.Paired;

/// <summary>Compares cases that take nanoseconds to microseconds, on a machine that has other work.</summary>
/// <remarks>
/// The cases take turns of a few milliseconds, and only what ran in the same round is compared. A disturbance hits some rounds, which the median leaves out,
/// and a change of the clock rate hits all cases of a round alike.
/// </remarks>
internal sealed class PairedComparison(params PairedCase[] cases)
{
    private const int Rounds = 301;
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    /// <summary>Prints a row for each case: its processor time as a ratio to the first case's of the same round, and what one run allocates.</summary>
    public async Task ReportAsync()
    {
        var runs = new int[cases.Length];
        var allocated = new long[cases.Length];
        for (var i = 0; i < cases.Length; i++)
        {
            runs[i] = await RunsPerSliceAsync(cases[i]);
            allocated[i] = await AllocationAsync(cases[i]);
        }

        var times = cases.Select(_ => new double[Rounds]).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < cases.Length; i++)
            {
                // Another one begins each round, so that none always follows the same.
                var next = (i + round) % cases.Length;
                times[next][round] = await TimeAsync(cases[next], runs[next]) / runs[next];
            }
        }

        Console.WriteLine("| case | processor time, of the first's (median of pairs) | quartiles | allocated |");
        Console.WriteLine("|---|---:|---:|---:|");
        for (var i = 0; i < cases.Length; i++)
        {
            var ratios = times[i].Zip(times[0], (own, first) => own / first).Order().ToArray();
            Console.WriteLine(FormattableString.Invariant(
                $"| {cases[i].Name} | {ratios[Rounds / 2]:0.00} | {ratios[Rounds / 4]:0.00} to {ratios[Rounds * 3 / 4]:0.00} | {allocated[i]:N0} B |"));
        }
    }

    private static async Task<int> RunsPerSliceAsync(PairedCase paired)
    {
        var runs = 1;
        for (var started = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(started) < WarmUp;)
        {
            var time = await TimeAsync(paired, runs);
            runs = (int)Math.Clamp(runs * (Slice.TotalSeconds / Math.Max(time, 1e-7)), 1, runs * 2.0);
        }

        return runs;
    }

    private static async Task<double> TimeAsync(PairedCase paired, int runs)
    {
        var started = ThreadTime.Now;
        await paired.Run(runs);
        return (ThreadTime.Now - started).TotalSeconds;
    }

    private static async Task<long> AllocationAsync(PairedCase paired)
    {
        const int Runs = 1000;
        var before = GC.GetAllocatedBytesForCurrentThread();
        await paired.Run(Runs);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / Runs;
    }
}
