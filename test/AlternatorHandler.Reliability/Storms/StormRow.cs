using AlternatorHandler.Reliability.Journals;

namespace AlternatorHandler.Reliability.Storms;

/// <summary>What the storm did to a client.</summary>
internal sealed record StormRow(string Client, Statistics Statistics, int ViolationCount, IReadOnlyList<string> Violations, IReadOnlyList<string> Failures);
