namespace AlternatorHandler.Nodes;

/// <summary>An average in which what is older counts less: by time, so that it follows a change as fast under any load; by number, so that it does not follow a single value.</summary>
internal struct DecayingMean
{
    // Under load a change of 50 ms is seen after a tenth of this, and forgotten after three times this.
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(2.5);

    /// <summary>Gets the average, or <see langword="null"/> before the first value.</summary>
    public double? Value { get; private set; }

    /// <summary>Adds values.</summary>
    /// <param name="mean">Their mean.</param>
    /// <param name="count">Their number.</param>
    /// <param name="passed">The time since the last values.</param>
    /// <param name="start">What the average was before the first value.</param>
    /// <param name="largestStep">How much of the average one value may replace.</param>
    public void Add(double mean, long count, TimeSpan passed, double start, double largestStep)
    {
        var byNumber = 1 - Math.Pow(1 - largestStep, count);
        var weight = Value is null ? byNumber : Math.Min(byNumber, 1 - Math.Exp(-(passed / Memory)));
        var before = Value ?? start;
        Value = before + (weight * (mean - before));
    }
}
