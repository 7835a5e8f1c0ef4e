namespace AlternatorHandler.AspNetCore.Status;

/// <param name="Name">The name that the cluster was registered by, empty for the one without a name.</param>
/// <param name="Policy">The name of its load balancing policy.</param>
/// <param name="Discovery">How current the list of nodes is.</param>
/// <param name="Tiers">Its tiers, in order of preference.</param>
/// <param name="Nodes">The nodes of all tiers, in the order of their addresses.</param>
/// <param name="Transitions">The last 50 changes of nodes' states, the latest first.</param>
internal sealed record DashboardCluster(
    string Name,
    string Policy,
    DashboardDiscovery Discovery,
    IReadOnlyList<DashboardTier> Tiers,
    IReadOnlyList<DashboardNode> Nodes,
    IReadOnlyList<DashboardTransition> Transitions);
