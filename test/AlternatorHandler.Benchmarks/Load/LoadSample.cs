namespace AlternatorHandler.Benchmarks.Load;

/// <summary>What some operations cost this process.</summary>
/// <param name="Operations">Their number.</param>
/// <param name="Elapsed">The time from the first to the last.</param>
/// <param name="Processor">The processor time of the process.</param>
/// <param name="Allocated">The bytes that the process allocated.</param>
/// <param name="Latencies">How long each took, in ascending order.</param>
internal sealed record LoadSample(int Operations, TimeSpan Elapsed, TimeSpan Processor, long Allocated, TimeSpan[] Latencies)
{
    public double PerSecond => Operations / Elapsed.TotalSeconds;

    public double ProcessorMicroseconds => Processor.TotalMicroseconds / Operations;

    public double BytesPerOperation => (double)Allocated / Operations;

    public TimeSpan Percentile(double share) => Latencies[(int)(share * (Latencies.Length - 1))];
}
