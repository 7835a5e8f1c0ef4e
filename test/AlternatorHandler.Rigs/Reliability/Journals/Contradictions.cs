using AlternatorHandler.Rigs.Reliability.Load;

namespace AlternatorHandler.Rigs.Reliability.Journals;

/// <summary>Compares what callers saw with what the tables did.</summary>
internal static class Contradictions
{
    /// <summary>Lists what contradicts the tables' log: acknowledged writes that were not applied, and writes that were applied more often than they may be.</summary>
    /// <param name="entries">All operations of a run that is over.</param>
    /// <param name="maxAttempts">How many attempts an operation may have.</param>
    public static IEnumerable<string> Of(IReadOnlyList<JournalEntry> entries, int maxAttempts)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            if (entry.Outcome == Outcome.UnderWay)
            {
                yield return $"operation {i} never ended: {entry}";
            }

            if (!entry.Kind.IsMarked())
            {
                continue;
            }

            if (entry.Outcome == Outcome.Acknowledged && entry.Applications == 0)
            {
                yield return $"operation {i} was acknowledged and not applied: {entry}";
            }

            var most = entry.Kind.Group() == WorkGroup.OtherWrite ? 1 : entry.Attempts > 0 ? entry.Attempts : maxAttempts;
            if (entry.Applications > most)
            {
                yield return $"operation {i} was applied more often than {most}: {entry}";
            }

            if (entry.Outcome == Outcome.ConditionFailed)
            {
                yield return $"operation {i} was told that a fresh key exists: {entry}";
            }
        }
    }
}
