using AlternatorHandler.Rigs.Reliability.Journals;

namespace AlternatorHandler.Rigs.Reliability.Drills;

/// <summary>What callers noticed of a drill.</summary>
internal sealed record DrillResult(Drill Drill, TimeSpan Duration, Statistics Statistics, int ViolationCount, IReadOnlyList<string> Violations, IReadOnlyList<string> Failures);
