namespace AlternatorHandler;

/// <summary>What is known of the nodes of one scope at one moment.</summary>
/// <param name="Datacenter">The datacenter, or <see langword="null"/> for the whole cluster.</param>
/// <param name="Rack">The rack, or <see langword="null"/> for the whole datacenter.</param>
/// <param name="IsServing">Whether requests go to this scope. They do to one that has a usable node; if no scope has any, to none.</param>
/// <param name="UsableNodes">How many of its nodes are not down.</param>
/// <param name="Nodes">How many nodes it has. Before the first discovery these are the seeds.</param>
public sealed record AlternatorTierStatus(string? Datacenter, string? Rack, bool IsServing, int UsableNodes, int Nodes)
{
    /// <summary>Names the scope.</summary>
    /// <returns>Such as <c>rack r1 of datacenter dc1</c>.</returns>
    public override string ToString() => new RoutingScope { Datacenter = Datacenter, Rack = Rack }.ToString();
}
