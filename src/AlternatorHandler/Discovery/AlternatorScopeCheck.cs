namespace AlternatorHandler;

/// <summary>Represents the result of the check of one scope.</summary>
public sealed record AlternatorScopeCheck
{
    /// <summary>Gets the scope.</summary>
    public required AlternatorRoutingScope Scope { get; init; }

    /// <summary>Gets whether the scope has nodes and, if not, the reason.</summary>
    public AlternatorScopeCheckStatus Status { get; init; }

    /// <summary>Gets the nodes that were found, as the cluster lists them.</summary>
    public IReadOnlyList<Uri> Nodes { get; init; } = [];
}
