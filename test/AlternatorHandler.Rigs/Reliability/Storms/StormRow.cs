using AlternatorHandler.Rigs.Reliability.Journals;

namespace AlternatorHandler.Rigs.Reliability.Storms;

/// <summary>What the storm did to a client.</summary>
internal sealed record StormRow(string Client, Statistics Statistics, int ViolationCount, IReadOnlyList<string> Violations, IReadOnlyList<string> Failures);
