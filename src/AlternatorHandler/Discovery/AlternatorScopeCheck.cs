namespace AlternatorHandler;

/// <summary>Represents the result of the check of one scope.</summary>
/// <param name="Scope">The scope.</param>
/// <param name="Status">Whether the scope has nodes and, if not, the reason.</param>
/// <param name="Nodes">The nodes that were found, as the cluster lists them.</param>
public sealed record AlternatorScopeCheck(AlternatorRoutingScope Scope, AlternatorScopeCheckStatus Status, IReadOnlyList<Uri> Nodes);
