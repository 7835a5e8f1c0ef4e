namespace AlternatorHandler.Rigs.Fuzz;

/// <summary>An input that broke a rule, and how.</summary>
internal sealed record Find(byte[] Input, string Failure);
