using AlternatorHandler.Affinity.Ordering;

namespace AlternatorHandler.Affinity;

/// <summary>Enumerates the nodes in the order in which a request prefers them, as indexes into the sorted nodes. Use it in <c>foreach</c>, which also returns the pooled arrays.</summary>
internal ref struct AffinityOrder
{
    private readonly bool _isVoted;
    private SeededOrder _seeded;
    private VotedOrder _voted;

    public AffinityOrder(SeededOrder seeded) => _seeded = seeded;

    public AffinityOrder(VotedOrder voted)
    {
        _isVoted = true;
        _voted = voted;
    }

    public readonly int Current => _isVoted ? _voted.Current : _seeded.Current;

    public readonly AffinityOrder GetEnumerator() => this;

    public bool MoveNext() => _isVoted ? _voted.MoveNext() : _seeded.MoveNext();

    public void Dispose()
    {
        _seeded.Dispose();
        _voted.Dispose();
    }
}
