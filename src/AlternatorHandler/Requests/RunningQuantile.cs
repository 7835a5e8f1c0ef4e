namespace AlternatorHandler.Requests;

/// <summary>Follows a quantile of durations without keeping any: each sample moves the estimate up or down, in the proportion in which samples are to lie above and below it.</summary>
internal sealed class RunningQuantile(double quantile, TimeSpan start)
{
    // A twentieth of the estimate a step: a tenfold change is followed within some hundred samples, and noise stays within a few percent.
    private const double Step = 0.05;

    private double _ticks = start.Ticks;

    public TimeSpan Value => new((long)Volatile.Read(ref _ticks));

    public void Record(TimeSpan sample)
    {
        // Two samples at once may lose one of them: this is a statistic.
        var estimate = Volatile.Read(ref _ticks);
        estimate += Step * estimate * (sample.Ticks > estimate ? quantile : quantile - 1);
        Volatile.Write(ref _ticks, Math.Max(estimate, 1));
    }
}
