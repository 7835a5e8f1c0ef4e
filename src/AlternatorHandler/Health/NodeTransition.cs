namespace AlternatorHandler.Health;

/// <summary>One change of a node's state.</summary>
/// <param name="Address">The node.</param>
/// <param name="From">What it was.</param>
/// <param name="To">What it became.</param>
/// <param name="At">When.</param>
/// <param name="Reason">Why it went down, or <see langword="null"/> if it did not.</param>
internal sealed record NodeTransition(Uri Address, AlternatorNodeState From, AlternatorNodeState To, DateTimeOffset At, string? Reason);
