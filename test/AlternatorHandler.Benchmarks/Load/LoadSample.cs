namespace AlternatorHandler.Benchmarks.Load;

/// <summary>What some operations cost a client's process.</summary>
/// <param name="Operations">Their number.</param>
/// <param name="Elapsed">The time from the first to the last.</param>
/// <param name="Processor">The processor time of the process.</param>
/// <param name="Allocated">The bytes that the process allocated.</param>
/// <param name="Half">The time within which half of them were answered.</param>
/// <param name="Most">The time within which 99% of them were answered.</param>
internal sealed record LoadSample(int Operations, TimeSpan Elapsed, TimeSpan Processor, long Allocated, TimeSpan Half, TimeSpan Most)
{
    public double PerSecond => Operations / Elapsed.TotalSeconds;

    public double ProcessorMicroseconds => Processor.TotalMicroseconds / Operations;

    public double BytesPerOperation => (double)Allocated / Operations;
}
