namespace AlternatorHandler.Nodes;

/// <summary>A node's state with its reason, replaced as a whole so that a reader never sees half a transition.</summary>
/// <param name="State">Whether the node is given requests.</param>
/// <param name="Since">The time of the last change of <paramref name="State"/>.</param>
/// <param name="LastFailure">The last failure that counted.</param>
/// <param name="FailedAt">The timestamp of that failure, 0 if there was none. The panic order goes by it.</param>
internal sealed record NodeCondition(AlternatorNodeState State, DateTimeOffset Since, string? LastFailure, long FailedAt);
