using System.Buffers;
using System.Runtime.CompilerServices;

namespace AlternatorHandler.Affinity.Ordering;

/// <summary>The order in which nodes are preferred for one hash: draw one of those left, move the last one into its place, repeat.</summary>
/// <remarks>Enumerates indexes into the sorted nodes, each when asked for. The first picks touch nothing that grows with the number of nodes.</remarks>
internal ref struct SeededOrder
{
    private const int Remembered = 16;

    private readonly int _count;
    private GoRandom _random;
    private int _picked;
    private Draws _draws;
    private int[]? _left;

    public SeededOrder(int count, long seed)
    {
        _count = count;
        _random = new GoRandom(seed);
    }

    public int Current { get; private set; }

    public static int First(int count, long seed) => new GoRandom(seed).Intn(count);

    public readonly SeededOrder GetEnumerator() => this;

    public bool MoveNext()
    {
        int left = _count - _picked;
        if (left <= 0)
        {
            return false;
        }

        int draw = _random.Intn(left);
        if (_picked < Remembered)
        {
            Current = NodeAt(draw);
            _draws[_picked] = draw;
        }
        else
        {
            _left ??= RentNodesLeft();
            Current = _left[draw];
            _left[draw] = _left[left - 1];
        }

        _picked++;
        return true;
    }

    public void Dispose()
    {
        if (_left is { } rented)
        {
            _left = null;
            ArrayPool<int>.Shared.Return(rented);
        }
    }

    // Who stands here came with the last removal at this place, from what was the end then; ask who stood there before.
    private readonly int NodeAt(int place)
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

    private readonly int[] RentNodesLeft()
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

    [InlineArray(Remembered)]
    private struct Draws
    {
        private int _first;
    }
}
