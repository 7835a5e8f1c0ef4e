namespace AlternatorHandler;

/// <summary>Represents the result of the check of the configured scopes.</summary>
public sealed record AlternatorScopeCheckResult
{
    /// <summary>Gets the result for each scope, in order of preference.</summary>
    public required IReadOnlyList<AlternatorScopeCheck> Scopes { get; init; }

    /// <summary>Gets a value indicating whether every scope has nodes.</summary>
    public bool IsValid => Scopes.All(scope => scope.Status == AlternatorScopeCheckStatus.Found);
}
