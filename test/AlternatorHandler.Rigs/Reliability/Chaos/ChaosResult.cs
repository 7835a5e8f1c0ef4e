using AlternatorHandler.Rigs.Reliability.Faults;
using AlternatorHandler.Rigs.Reliability.Journals;

namespace AlternatorHandler.Rigs.Reliability.Chaos;

/// <summary>What a run of chaos showed.</summary>
internal sealed record ChaosResult(
    int Seed, TimeSpan Duration, IReadOnlyList<ScheduledFault> Faults, Statistics Statistics, int ViolationCount, IReadOnlyList<string> Violations, IReadOnlyList<string> Failures, Resources Start, Resources End);
