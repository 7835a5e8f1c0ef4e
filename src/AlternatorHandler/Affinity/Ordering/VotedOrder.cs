using System.Buffers;

namespace AlternatorHandler.Affinity.Ordering;

/// <summary>Enumerates the nodes in the order of preference for a batch: each key votes for its own first node. Nodes with the most votes come first; nodes without votes follow in sorted order.</summary>
/// <remarks>
/// With equal votes, the node that sorts first is preferred, as in the Go, Java, C++ and Rust clients (the C# and JavaScript clients have no preference on a tie).
/// Nodes without votes follow in sorted order, as in all of these clients except Go's, which shuffles them.
/// </remarks>
internal ref struct VotedOrder
{
    private readonly int _count;
    private readonly int _candidates;
    private ulong[]? _ranked;
    private int _next;
    private int _unvoted;

    public VotedOrder(int count, ReadOnlySpan<long> hashes)
    {
        _count = count;
        if (count > 0 && hashes.Length > 0)
        {
            _ranked = ArrayPool<ulong>.Shared.Rent(hashes.Length);
            _candidates = Rank(count, hashes, _ranked);
        }
    }

    public int Current { get; private set; }

    private readonly ReadOnlySpan<ulong> Ranked => _ranked.AsSpan(0, _candidates);

    public readonly VotedOrder GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_next < _candidates)
        {
            Current = GetNode(Ranked[_next++]);
            return true;
        }

        while (_unvoted < _count)
        {
            Current = _unvoted++;
            if (!HasVotes(Current))
            {
                return true;
            }
        }

        return false;
    }

    public void Dispose()
    {
        if (_ranked is { } rented)
        {
            _ranked = null;
            ArrayPool<ulong>.Shared.Return(rented);
        }
    }

    // Writes one number per voted node. The order of the numbers is the order of preference: the high half is the number of votes that the node did not get, the low half is the node.
    private static int Rank(int count, ReadOnlySpan<long> hashes, Span<ulong> ranked)
    {
        for (int i = 0; i < hashes.Length; i++)
        {
            ranked[i] = (uint)SeededOrder.GetFirst(count, hashes[i]);
        }

        Span<ulong> votes = ranked[..hashes.Length];
        votes.Sort();

        int candidates = 0;
        for (int start = 0, end; start < votes.Length; start = end)
        {
            ulong node = votes[start];
            for (end = start + 1; end < votes.Length && votes[end] == node; end++)
            {
            }

            votes[candidates++] = ((ulong)(uint)(hashes.Length - (end - start)) << 32) | node;
        }

        votes[..candidates].Sort();
        return candidates;
    }

    private readonly bool HasVotes(int node)
    {
        foreach (ulong entry in Ranked)
        {
            if (GetNode(entry) == node)
            {
                return true;
            }
        }

        return false;
    }

    private static int GetNode(ulong entry) => (int)(uint)entry;
}
