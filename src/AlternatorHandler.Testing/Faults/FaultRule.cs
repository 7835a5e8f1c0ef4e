namespace AlternatorHandler.Testing.Faults;

/// <summary>A fault and the requests it is meant for.</summary>
internal sealed record FaultRule(Fault Fault, FaultScope Scope, string? Operation)
{
    public bool Matches(FaultScope scope, string? operation) => (Scope & scope) != 0 && (Operation is null || Operation == operation);
}
