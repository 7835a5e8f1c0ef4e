namespace AlternatorHandler.Testing.Faults;

/// <summary>Represents a fault and the requests to which it applies.</summary>
internal sealed record FaultRule(Fault Fault, FaultScope Scope, string? Operation)
{
    public bool Matches(FaultScope scope, string? operation) => (Scope & scope) != 0 && (Operation is null || Operation == operation);
}
