namespace AlternatorHandler;

/// <summary>Says whether a node is given requests.</summary>
public enum AlternatorNodeState
{
    /// <summary>The node is healthy and gets its full share.</summary>
    Up,

    /// <summary>The node came back, or is new: it gets a share that grows.</summary>
    Probation,

    /// <summary>The node failed, or has not been probed yet. It is probed and gets no requests, unless no other node is left.</summary>
    Down,
}
