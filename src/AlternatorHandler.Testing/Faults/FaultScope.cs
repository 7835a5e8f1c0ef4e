namespace AlternatorHandler.Testing;

/// <summary>The requests that a fault meets.</summary>
[Flags]
public enum FaultScope
{
    /// <summary>Operations: <c>POST /</c>.</summary>
    Operations = 1,

    /// <summary>Health checks: <c>GET /</c>.</summary>
    Health = 2,

    /// <summary>Discovery: <c>GET /localnodes</c>.</summary>
    Discovery = 4,

    /// <summary>All of them.</summary>
    Everything = Operations | Health | Discovery,
}
