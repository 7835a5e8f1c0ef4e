using AlternatorHandler.Affinity.Ordering;

namespace AlternatorHandler.Affinity;

/// <summary>The order in which a request prefers nodes, as indexes into the sorted nodes. Made for <c>foreach</c>, which also returns what it borrowed.</summary>
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
