using AlternatorHandler.Rigs.Reliability.Load;

namespace AlternatorHandler.Rigs.Reliability.Journals;

/// <summary>One operation: what its caller saw, and how often the tables applied it.</summary>
/// <param name="Kind">What it was.</param>
/// <param name="Outcome">What its caller saw.</param>
/// <param name="Attempts">How many attempts its failure names; 0 if it names none, as a node's own answer does.</param>
/// <param name="Applications">How often the tables applied it, if they can tell.</param>
/// <param name="Duration">How long its caller waited.</param>
internal readonly record struct JournalEntry(WorkKind Kind, Outcome Outcome, byte Attempts, byte Applications, TimeSpan Duration);
