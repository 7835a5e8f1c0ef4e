namespace AlternatorHandler;

/// <summary>Describes a cluster at one moment, as this process sees it. Creating it takes no lock and does not slow requests.</summary>
public sealed record AlternatorClusterStatus
{
    /// <summary>Gets the name by which the cluster was registered, empty for the default cluster.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the name of the load balancing policy.</summary>
    public required string LoadBalancingPolicy { get; init; }

    /// <summary>Gets how current the node list is.</summary>
    public AlternatorDiscoveryStatus Discovery { get; init; } = new();

    /// <summary>Gets the status of each configured scope, in order of preference; without configured scopes there is one, the whole cluster.</summary>
    public IReadOnlyList<AlternatorTierStatus> Tiers { get; init; } = [];

    /// <summary>Gets the status of each node, in the order of their addresses.</summary>
    public IReadOnlyList<AlternatorNodeStatus> Nodes { get; init; } = [];

    /// <summary>Gets the last 50 changes of nodes' states, the latest first.</summary>
    public IReadOnlyList<AlternatorNodeTransition> Transitions { get; init; } = [];
}
