using AlternatorHandler.Rigs.Reliability.Faults;

namespace AlternatorHandler.Rigs.Reliability.Storms;

/// <summary>A storm and what it did to each client.</summary>
internal sealed record StormResult(int Seed, TimeSpan Duration, IReadOnlyList<ScheduledFault> Faults, StormRow SingleEndpoint, StormRow RoundRobin, StormRow Ours)
{
    public IEnumerable<StormRow> Rows => [SingleEndpoint, RoundRobin, Ours];
}
