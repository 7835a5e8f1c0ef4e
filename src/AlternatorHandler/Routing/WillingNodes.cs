using System.Runtime.CompilerServices;
using AlternatorHandler.Nodes;

namespace AlternatorHandler.Routing;

/// <summary>A few nodes to pass a turn on to. On the stack: a pick allocates nothing.</summary>
[InlineArray(Capacity)]
internal struct WillingNodes
{
    // Enough to choose from, few enough to be found at once among a thousand.
    private const int Capacity = 8;

    private AlternatorNode _first;

    /// <summary>Collects nodes, from a random one on.</summary>
    /// <param name="nodes">All nodes.</param>
    /// <param name="unwilling">The one that passed its turn on.</param>
    /// <param name="isWilling">Says whether a node takes it.</param>
    /// <returns>How many were collected.</returns>
    public int Collect(ReadOnlySpan<AlternatorNode> nodes, AlternatorNode unwilling, Func<AlternatorNode, bool> isWilling)
    {
        var count = 0;
        var start = Randomizer.Shared.Next(nodes.Length);
        for (var i = 0; i < nodes.Length && count < Capacity; i++)
        {
            var node = nodes[(start + i) % nodes.Length];
            if (node != unwilling && isWilling(node))
            {
                this[count++] = node;
            }
        }

        return count;
    }
}
