using System.Runtime.CompilerServices;
using AlternatorHandler.Affinity;
using AlternatorHandler.Nodes;
using AlternatorHandler.Protocol;
using AlternatorHandler.Telemetry;
using Microsoft.Extensions.Logging;

namespace AlternatorHandler.Routing;

/// <summary>Picks the node for each attempt of a request: a usable node by policy, then nodes that were already tried, then nodes that are down, and in panic any node.</summary>
internal sealed class Router(string clusterName, NodeTable nodes, IAlternatorLoadBalancingPolicy firstPolicy, ILogger logger, AlternatorMetrics? metrics = null)
{
    // Starts at random, so that clients that start together do not pick the same node together.
    private uint _pickNumber = (uint)Randomizer.Shared.Next();

    private IAlternatorLoadBalancingPolicy _policy = firstPolicy;
    private int _isPanic;

    /// <summary>Sets the policy, which takes effect with the next pick.</summary>
    public IAlternatorLoadBalancingPolicy Policy
    {
        set => Volatile.Write(ref _policy, value);
    }

    /// <summary>Picks the node for the first attempt. Takes no lock and allocates nothing.</summary>
    /// <returns>A usable node, or <see langword="null"/> if there is none.</returns>
    public AlternatorNode? PickFirst(Operation operation)
    {
        var usable = nodes.Current.Usable;
        return usable.Length == 0 ? null : PickUsable(usable, operation, attempt: 0);
    }

    /// <summary>Picks the node for a further attempt.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="tried">The nodes that were tried, in order. A node may be included twice.</param>
    /// <param name="mayBeDown">Whether to pick a node that is down if all usable nodes were tried twice.</param>
    /// <returns>A usable node or a node that is down, or <see langword="null"/> if no node is usable.</returns>
    public AlternatorNode? PickNext(Operation operation, IReadOnlyList<AlternatorNode> tried, bool mayBeDown = false)
    {
        var snapshot = nodes.Current;
        for (var tier = snapshot.ServingTier; tier < snapshot.Tiers.Length; tier++)
        {
            var untried = Array.FindAll(snapshot.Tiers[tier].Usable, node => !tried.Contains(node));
            if (untried.Length > 0)
            {
                return PickUsable(untried, operation, tried.Count);
            }
        }

        if (snapshot.Usable.Length == 0)
        {
            return null;
        }

        // A second attempt on a node helps if a connection was stale. A third one helps less than a node that is down but may have recovered: after several failures its next probe can be half a minute away.
        var triedOnce = Array.FindAll(snapshot.Usable, node => tried.Count(other => other == node) == 1);
        return triedOnce.Length > 0 ? PickUsable(triedOnce, operation, tried.Count)
            : (mayBeDown ? FindLongestDown(snapshot, tried) : null) ?? PickUsable(snapshot.Usable, operation, tried.Count);
    }

    /// <summary>Picks the node that a partition key prefers. Nodes that are not usable are skipped, so that the failure of a node moves only its own keys.</summary>
    /// <returns>A usable node, or <see langword="null"/> if all usable nodes were tried.</returns>
    public AlternatorNode? PickPreferred(in AffinityRequest preferred, IReadOnlyList<AlternatorNode> tried)
    {
        var snapshot = nodes.Current;
        for (var tier = snapshot.FirstKeyTier; tier < snapshot.Tiers.Length; tier++)
        {
            var all = snapshot.Tiers[tier].All;
            if (all.Length == 0)
            {
                continue;
            }

            var first = all[preferred.GetFirst(all.Length)];
            if (AcceptsKey(first, preferred) && !tried.Contains(first))
            {
                return first;
            }

            foreach (var index in preferred.GetOrder(all.Length))
            {
                if (AcceptsKey(all[index], preferred) && !tried.Contains(all[index]))
                {
                    return all[index];
                }
            }
        }

        return null;
    }

    // During slow start a node gets its keys back gradually. The key itself decides, so that all requests of one key use the same node.
    private static bool AcceptsKey(AlternatorNode node, in AffinityRequest preferred) => node.State switch
    {
        AlternatorNodeState.Up => true,
        AlternatorNodeState.Probation => (uint)preferred.Hashes[0] * (1.0 / uint.MaxValue) < node.SlowStartWeight,
        _ => false,
    };

    /// <summary>Picks a node although all are down: first those that the request has not tried, and of these the one whose failure is longest ago.</summary>
    /// <returns>A node, or <see langword="null"/> if the scopes are strict and none of their nodes is known.</returns>
    public AlternatorNode? PickInPanic(IReadOnlyList<AlternatorNode> tried)
    {
        if (Interlocked.Exchange(ref _isPanic, 1) == 0)
        {
            metrics?.RecordPanic(clusterName);
            Log.Panic(logger, clusterName);
        }

        var snapshot = nodes.Current;
        return snapshot.All
            .Union(snapshot.IsStrict ? [] : snapshot.Seeds)
            .OrderBy(node => tried.Contains(node))
            .ThenBy(node => node.Condition.FailedAt)
            .FirstOrDefault();
    }

    // A newly listed node is excluded, because it has never sent a response.
    private static AlternatorNode? FindLongestDown(NodeSnapshot snapshot, IReadOnlyList<AlternatorNode> tried) => snapshot.All
        .Where(node => node.State == AlternatorNodeState.Down && !node.Probing.IsNew && !tried.Contains(node))
        .MinBy(node => node.Condition.FailedAt);

    private AlternatorNode PickUsable(AlternatorNode[] usable, Operation operation, int attempt)
    {
        if (Volatile.Read(ref _isPanic) != 0 && Interlocked.Exchange(ref _isPanic, 0) != 0)
        {
            Log.PanicEnded(logger, clusterName);
        }

        var node = Volatile.Read(ref _policy).Pick(usable, new AlternatorPickContext(Interlocked.Increment(ref _pickNumber), operation.Name, attempt));
        return node.Weight >= 1 || IsAdmittedByWeight(node) || (attempt == 0 && node.Latency.TryTakeTrial(operation.LatencyClass))
            ? node
            : PickAlternative(node, usable, operation, attempt);
    }

    private static bool IsAdmittedByWeight(AlternatorNode node) => node.Weight is var weight && (weight >= 1 || Randomizer.Shared.NextSingle() < weight);

    /// <summary>Picks another node after the picked one declined the request because of its weight.</summary>
    /// <remarks>A second pick by the policy among all nodes would be biased: it prefers nodes with few requests in flight, and a node with a low weight has few.</remarks>
    private AlternatorNode PickAlternative(AlternatorNode declined, AlternatorNode[] usable, Operation operation, int attempt)
    {
        var candidates = default(CandidateBuffer);
        var count = candidates.Collect(usable, declined, IsAdmittedByWeight);
        if (count == 0 && declined.Weight > 0)
        {
            // All nodes declined, so the picked node is as good as any other.
            return declined;
        }

        count = count > 0 ? count : candidates.Collect(usable, declined, static node => node.Weight > 0);
        if (count == 0)
        {
            return declined;
        }

        // A random number, not the next one: otherwise the declined requests would use up the turns of the nodes that the next numbers belong to.
        var context = new AlternatorPickContext((uint)Randomizer.Shared.Next(), operation.Name, attempt);
        return Volatile.Read(ref _policy).Pick(((ReadOnlySpan<AlternatorNode>)candidates)[..count], context);
    }
}

/// <summary>Holds a few candidates for a pick. It is on the stack, because a pick allocates nothing.</summary>
[InlineArray(Capacity)]
internal struct CandidateBuffer
{
    // Large enough for a choice, small enough to be filled quickly among a thousand nodes.
    private const int Capacity = 8;

    private AlternatorNode _first;

    /// <summary>Collects nodes, starting at a random one.</summary>
    /// <param name="nodes">All nodes.</param>
    /// <param name="declined">The node that declined the request.</param>
    /// <param name="isAdmitted">Determines whether a node is a candidate.</param>
    /// <returns>The number of collected nodes.</returns>
    public int Collect(ReadOnlySpan<AlternatorNode> nodes, AlternatorNode declined, Func<AlternatorNode, bool> isAdmitted)
    {
        var count = 0;
        var start = Randomizer.Shared.Next(nodes.Length);
        for (var i = 0; i < nodes.Length && count < Capacity; i++)
        {
            var node = nodes[(start + i) % nodes.Length];
            if (node != declined && isAdmitted(node))
            {
                this[count++] = node;
            }
        }

        return count;
    }
}
