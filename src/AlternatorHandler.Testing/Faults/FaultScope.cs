namespace AlternatorHandler.Testing;

/// <summary>Specifies the requests to which a fault applies.</summary>
[Flags]
public enum FaultScope
{
    /// <summary>Operations: <c>POST /</c>.</summary>
    Operations = 1,

    /// <summary>Health checks: <c>GET /</c>.</summary>
    Health = 2,

    /// <summary>Discovery: <c>GET /localnodes</c>.</summary>
    Discovery = 4,

    /// <summary>All requests.</summary>
    Everything = Operations | Health | Discovery,
}
