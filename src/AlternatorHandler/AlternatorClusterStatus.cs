namespace AlternatorHandler;

/// <summary>Represents the status of a cluster at one moment, as observed by this process. Creating it takes no lock and does not slow down requests.</summary>
public sealed record AlternatorClusterStatus
{
    /// <summary>Gets the name with which the cluster was registered, or an empty string for the default cluster.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the name of the load balancing policy.</summary>
    public required string LoadBalancingPolicy { get; init; }

    /// <summary>Gets the status of discovery: how current the node list is.</summary>
    public AlternatorDiscoveryStatus Discovery { get; init; } = new();

    /// <summary>Gets the status of each configured scope, in order of preference. Without configured scopes, the list has one element: the whole cluster.</summary>
    public IReadOnlyList<AlternatorTierStatus> Tiers { get; init; } = [];

    /// <summary>Gets the status of each node, ordered by address.</summary>
    public IReadOnlyList<AlternatorNodeStatus> Nodes { get; init; } = [];

    /// <summary>Gets the last 50 changes of node states, most recent first.</summary>
    public IReadOnlyList<AlternatorNodeTransition> Transitions { get; init; } = [];
}
