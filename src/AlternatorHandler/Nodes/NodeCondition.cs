namespace AlternatorHandler.Nodes;

/// <summary>Represents a node's state with its reason. It is replaced as a whole, so that a reader never observes half a transition.</summary>
/// <param name="State">Whether the node receives requests.</param>
/// <param name="Since">The time of the last change of <paramref name="State"/>.</param>
/// <param name="LastFailure">The last failure that counted against the node, or <see langword="null"/> if there was none.</param>
/// <param name="FailedAt">The timestamp of that failure, or 0 if there was none. In panic, nodes are tried in this order.</param>
internal sealed record NodeCondition(AlternatorNodeState State, DateTimeOffset Since, string? LastFailure, long FailedAt)
{
    /// <summary>Creates the condition of a node before its first probe.</summary>
    public static NodeCondition CreateUnprobed(DateTimeOffset now) => new(AlternatorNodeState.Down, now, "not probed yet", 0);
}
