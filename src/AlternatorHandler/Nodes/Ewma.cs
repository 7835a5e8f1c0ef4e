namespace AlternatorHandler.Nodes;

/// <summary>Represents an exponentially weighted moving average that decays by time, so that it follows a change equally fast under any load, and by number, so that no single value dominates it.</summary>
internal struct Ewma
{
    // Under load a change of 50 ms is detected after a tenth of this time, and forgotten after three times this time.
    private static readonly TimeSpan TimeConstant = TimeSpan.FromSeconds(2.5);

    /// <summary>Gets the average, or <see langword="null"/> before the first value.</summary>
    public double? Value { get; private set; }

    /// <summary>Adds values.</summary>
    /// <param name="mean">The mean of the values.</param>
    /// <param name="count">The number of values.</param>
    /// <param name="elapsed">The time since the previous values.</param>
    /// <param name="start">The average before the first value.</param>
    /// <param name="largestStep">The part of the average that one value may replace, from 0 to 1.</param>
    public void Add(double mean, long count, TimeSpan elapsed, double start, double largestStep)
    {
        var stepByNumber = 1 - Math.Pow(1 - largestStep, count);
        var step = Value is null ? stepByNumber : Math.Min(stepByNumber, 1 - Math.Exp(-(elapsed / TimeConstant)));
        var before = Value ?? start;
        Value = before + (step * (mean - before));
    }
}
