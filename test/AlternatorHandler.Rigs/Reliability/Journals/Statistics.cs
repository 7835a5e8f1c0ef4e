using AlternatorHandler.Rigs.Reliability.Load;

namespace AlternatorHandler.Rigs.Reliability.Journals;

/// <summary>What the operations of a run add up to.</summary>
internal sealed class Statistics(IReadOnlyList<JournalEntry> entries)
{
    private readonly TimeSpan[] _durations = [.. entries.Select(entry => entry.Duration).Order()];
    private readonly Dictionary<WorkGroup, int> _operations = Count(entries);
    private readonly Dictionary<WorkGroup, int> _failed = Count(entries.Where(entry => entry.Outcome != Outcome.Acknowledged));

    public int Operations => _durations.Length;

    public TimeSpan Longest => _durations.LastOrDefault();

    /// <summary>Gets how often ADD was applied beyond the first time, whether it was acknowledged or not.</summary>
    public int DuplicateAdds { get; } = Duplicates(entries, WorkKind.Add);

    /// <summary>Gets how often conditional writes were applied beyond the first time.</summary>
    public int DuplicateConditionalWrites { get; } = Duplicates(entries, WorkKind.ConditionalPut);

    /// <summary>Gets how many conditional writes were told that their own first application stands in the way.</summary>
    public int FalseConditionFailures { get; } = entries.Count(entry => entry.Outcome == Outcome.ConditionFailed);

    /// <summary>Gets how many writes that may be repeated were applied more than once, to no effect.</summary>
    public int HarmlessRepetitions { get; } = entries.Count(entry => entry.Kind.Group() == WorkGroup.IdempotentWrite && entry.Applications > 1);

    public int OperationsOf(WorkGroup group) => _operations.GetValueOrDefault(group);

    public int FailedOf(WorkGroup group) => _failed.GetValueOrDefault(group);

    public TimeSpan Percentile(double share) => _durations.Length == 0 ? TimeSpan.Zero : _durations[Math.Min(_durations.Length - 1, (int)(_durations.Length * share))];

    private static Dictionary<WorkGroup, int> Count(IEnumerable<JournalEntry> some) => some.CountBy(entry => entry.Kind.Group()).ToDictionary();

    private static int Duplicates(IEnumerable<JournalEntry> all, WorkKind kind) => all.Where(entry => entry.Kind == kind).Sum(entry => Math.Max(0, entry.Applications - 1));
}
