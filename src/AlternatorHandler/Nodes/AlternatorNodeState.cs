namespace AlternatorHandler;

/// <summary>Specifies whether a node receives requests.</summary>
public enum AlternatorNodeState
{
    /// <summary>The node is healthy and has its full weight.</summary>
    Up,

    /// <summary>The node was restored, or is new, and its weight grows during slow start.</summary>
    Probation,

    /// <summary>The node failed, or has not been probed yet. It is probed and receives no requests unless no other node is left.</summary>
    Down,
}
