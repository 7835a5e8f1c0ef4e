namespace AlternatorHandler.Rigs.Simulation.Nodes;

/// <summary>What can be wrong with a node.</summary>
internal enum Fault
{
    None,

    /// <summary>Everything takes ten times as long. The health route does not.</summary>
    Slow,

    /// <summary>Connections are accepted and requests are read; nothing is ever answered.</summary>
    Silent,

    /// <summary>The process is gone: requests that it had are reset, new ones refused.</summary>
    Gone,

    /// <summary>Every request is refused at once for too many others in flight. The health route answers.</summary>
    Shedding,

    /// <summary>Every request is answered with a 500 at once. The health route answers.</summary>
    Failing,

    /// <summary>The node works, but sees none of its peers: it lists itself alone.</summary>
    Isolated,
}
