namespace AlternatorHandler.Rigs.Reliability.Faults;

/// <summary>One fault of a schedule.</summary>
/// <param name="At">When it begins.</param>
/// <param name="Lasts">How long it lasts.</param>
/// <param name="Lane">Where: the number of a node, or one of <see cref="Lanes"/>. One fault at a time on each.</param>
/// <param name="Kind">What.</param>
/// <param name="Strength">From 0 to 1: how many requests, how slow.</param>
internal sealed record ScheduledFault(TimeSpan At, TimeSpan Lasts, int Lane, FaultKind Kind, double Strength)
{
    public TimeSpan Until => At + Lasts;
}
