namespace AlternatorHandler;

/// <summary>What the nodes say of one scope.</summary>
/// <param name="Scope">The scope.</param>
/// <param name="Status">Whether it has nodes, and if not, why.</param>
/// <param name="Nodes">The nodes that were found, as the cluster lists them.</param>
public sealed record ScopeCheck(RoutingScope Scope, ScopeCheckStatus Status, IReadOnlyList<Uri> Nodes);
