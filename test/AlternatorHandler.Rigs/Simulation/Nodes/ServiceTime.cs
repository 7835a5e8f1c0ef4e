namespace AlternatorHandler.Rigs.Simulation.Nodes;

/// <summary>How long a node works on one request: 10 ms at the median, with a long tail.</summary>
/// <remarks>Drawn by straight lines between quantiles: the functions that a formula would need differ by a bit from one platform's library to another's.</remarks>
internal static class ServiceTime
{
    private static readonly (double Quantile, double Milliseconds)[] Curve =
    [
        (0, 4), (0.25, 7), (0.5, 10), (0.75, 13), (0.9, 18), (0.99, 35), (0.999, 70), (1, 100),
    ];

    public static TimeSpan Draw(Random random)
    {
        var at = random.NextDouble();
        var upper = Array.FindIndex(Curve, point => at < point.Quantile);
        var (low, high) = (Curve[upper - 1], Curve[upper]);
        var share = (at - low.Quantile) / (high.Quantile - low.Quantile);
        return TimeSpan.FromMilliseconds(low.Milliseconds + (share * (high.Milliseconds - low.Milliseconds)));
    }
}
