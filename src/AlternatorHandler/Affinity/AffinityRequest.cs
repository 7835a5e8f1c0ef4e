using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using AlternatorHandler.Affinity.Ordering;

namespace AlternatorHandler.Affinity;

/// <summary>Represents the node preference of a request: the hash of its partition key, or of each key in a batch.</summary>
internal readonly struct AffinityRequest
{
    private readonly long _hash;
    private readonly long[]? _batch;

    public AffinityRequest(long hash) => _hash = hash;

    public AffinityRequest(long[] batch) => _batch = batch;

    [UnscopedRef]
    public ReadOnlySpan<long> Hashes => _batch is null ? new ReadOnlySpan<long>(in _hash) : _batch;

    /// <summary>Gets the index of the most preferred of <paramref name="count"/> nodes that are sorted by <see cref="AlternatorNode.SortKey"/>.</summary>
    public int GetFirst(int count)
    {
        Debug.Assert(count > 0);
        if (_batch is null)
        {
            return SeededOrder.GetFirst(count, _hash);
        }

        using AffinityOrder order = GetOrder(count);
        order.MoveNext();
        return order.Current;
    }

    /// <summary>Enumerates the indexes of <paramref name="count"/> nodes that are sorted by <see cref="AlternatorNode.SortKey"/>, each once, most preferred first.</summary>
    /// <remarks>The order is always the same, so a later attempt can enumerate again and skip the nodes that were tried.</remarks>
    public AffinityOrder GetOrder(int count) =>
        _batch is null ? new AffinityOrder(new SeededOrder(count, _hash)) : new AffinityOrder(new VotedOrder(count, _batch));
}
