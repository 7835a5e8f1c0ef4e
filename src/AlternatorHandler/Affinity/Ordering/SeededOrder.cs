using System.Buffers;
using System.Runtime.CompilerServices;

namespace AlternatorHandler.Affinity.Ordering;

/// <summary>Enumerates the nodes in the order of preference for one hash: draws one of the remaining nodes, moves the last one into its place, and repeats.</summary>
/// <remarks>The values are indexes into the sorted nodes, computed on demand. The cost of the first picks does not depend on the number of nodes.</remarks>
internal ref struct SeededOrder
{
    private const int MaxRecorded = 16;

    private readonly int _count;
    private GoRandom _random;
    private int _picked;
    private Draws _draws;
    private int[]? _remaining;

    public SeededOrder(int count, long seed)
    {
        _count = count;
        _random = new GoRandom(seed);
    }

    public int Current { get; private set; }

    public static int GetFirst(int count, long seed) => new GoRandom(seed).Intn(count);

    public readonly SeededOrder GetEnumerator() => this;

    public bool MoveNext()
    {
        int remaining = _count - _picked;
        if (remaining <= 0)
        {
            return false;
        }

        int draw = _random.Intn(remaining);
        if (_picked < MaxRecorded)
        {
            Current = GetNode(draw);
            _draws[_picked] = draw;
        }
        else
        {
            _remaining ??= RentRemainingNodes();
            Current = _remaining[draw];
            _remaining[draw] = _remaining[remaining - 1];
        }

        _picked++;
        return true;
    }

    public void Dispose()
    {
        if (_remaining is { } rented)
        {
            _remaining = null;
            ArrayPool<int>.Shared.Return(rented);
        }
    }

    // The node at this place was moved here by the last removal at this place, from the end at that time. Follow the moves back to the node's original place.
    private readonly int GetNode(int place)
    {
        for (int pick = _picked - 1; pick >= 0; pick--)
        {
            if (_draws[pick] == place)
            {
                place = _count - 1 - pick;
            }
        }

        return place;
    }

    private readonly int[] RentRemainingNodes()
    {
        int[] nodes = ArrayPool<int>.Shared.Rent(_count);
        for (int i = 0; i < _count; i++)
        {
            nodes[i] = i;
        }

        for (int pick = 0; pick < _picked; pick++)
        {
            nodes[_draws[pick]] = nodes[_count - 1 - pick];
        }

        return nodes;
    }

    [InlineArray(MaxRecorded)]
    private struct Draws
    {
        private int _first;
    }
}
