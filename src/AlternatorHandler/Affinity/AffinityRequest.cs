using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using AlternatorHandler.Affinity.Ordering;

namespace AlternatorHandler.Affinity;

/// <summary>What a request's body says about the node it should go to: the hash of its partition key, or of each key in a batch.</summary>
internal readonly struct AffinityRequest
{
    private readonly long _hash;
    private readonly long[]? _batch;

    public AffinityRequest(long hash) => _hash = hash;

    public AffinityRequest(long[] batch) => _batch = batch;

    [UnscopedRef]
    public ReadOnlySpan<long> Hashes => _batch is null ? new ReadOnlySpan<long>(in _hash) : _batch;

    /// <summary>Gets the index of the preferred one of <paramref name="count"/> nodes sorted by <see cref="AlternatorNode.SortKey"/>.</summary>
    public int First(int count)
    {
        Debug.Assert(count > 0);
        if (_batch is null)
        {
            return SeededOrder.First(count, _hash);
        }

        using AffinityOrder order = Order(count);
        order.MoveNext();
        return order.Current;
    }

    /// <summary>Enumerates the indexes of <paramref name="count"/> nodes sorted by <see cref="AlternatorNode.SortKey"/>, most preferred first, each once.</summary>
    /// <remarks>The order is always the same, so a later attempt may enumerate again and skip what it tried.</remarks>
    public AffinityOrder Order(int count) =>
        _batch is null ? new AffinityOrder(new SeededOrder(count, _hash)) : new AffinityOrder(new VotedOrder(count, _batch));
}
