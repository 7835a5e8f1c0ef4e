namespace AlternatorHandler;

/// <summary>Represents the result of the check of the configured scopes.</summary>
/// <param name="Scopes">The result for each scope, in order of preference.</param>
public sealed record AlternatorScopeCheckResult(IReadOnlyList<AlternatorScopeCheck> Scopes)
{
    /// <summary>Gets a value indicating whether every scope has nodes.</summary>
    public bool IsValid => Scopes.All(scope => scope.Status == AlternatorScopeCheckStatus.Found);
}
