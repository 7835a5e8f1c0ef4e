namespace AlternatorHandler.Benchmarks.Outages;

/// <summary>What callers saw for some time.</summary>
/// <param name="PerSecond">Operations that succeeded.</param>
/// <param name="Failed">Operations that failed.</param>
/// <param name="Waiting">Operations that had not ended.</param>
/// <param name="Latencies">How long each took until its end, or until that of the measurement; in ascending order.</param>
internal sealed record OutageSample(double PerSecond, int Failed, int Waiting, TimeSpan[] Latencies)
{
    public double Milliseconds(double share) => Latencies[(int)(share * (Latencies.Length - 1))].TotalMilliseconds;
}
