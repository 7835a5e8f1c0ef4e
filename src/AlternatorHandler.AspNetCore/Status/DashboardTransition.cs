namespace AlternatorHandler.AspNetCore.Status;

/// <param name="At">When.</param>
/// <param name="Address">Which node.</param>
/// <param name="From">What it was.</param>
/// <param name="To">What it became.</param>
/// <param name="Reason">Why it went down, or <see langword="null"/> if it did not. Its text may be a node's: encode it.</param>
internal sealed record DashboardTransition(DateTimeOffset At, string Address, AlternatorNodeState From, AlternatorNodeState To, string? Reason);
