using System.Runtime.CompilerServices;
using AlternatorHandler.Affinity;
using AlternatorHandler.Nodes;
using AlternatorHandler.Protocol;
using AlternatorHandler.Telemetry;
using Microsoft.Extensions.Logging;

namespace AlternatorHandler.Routing;

/// <summary>Chooses the node for each attempt of a request: a usable one by policy, then those already tried, then those that are down, and in panic any.</summary>
internal sealed class Router(string clusterName, NodeTable nodes, ILoadBalancingPolicy firstPolicy, ILogger logger, AlternatorMetrics? metrics = null)
{
    // A random start, so that a fleet of clients that starts together does not march in step.
    private uint _turn = (uint)Randomizer.Shared.Next();

    private ILoadBalancingPolicy _policy = firstPolicy;
    private int _isPanic;

    /// <summary>Sets the policy, from the next pick on.</summary>
    public ILoadBalancingPolicy Policy
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
    /// <param name="tried">The nodes that were tried, in order; a node may be there twice.</param>
    /// <param name="mayBeDown">Whether a node that is down may have become the better choice.</param>
    /// <returns>A usable node or one that is down, or <see langword="null"/> if none is usable.</returns>
    public AlternatorNode? PickNext(Operation operation, IReadOnlyList<AlternatorNode> tried, bool mayBeDown = false)
    {
        var snapshot = nodes.Current;
        for (var tier = snapshot.Serving; tier < snapshot.Tiers.Length; tier++)
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

        // A second time, because a connection may have been stale. A third time helps less than a node that is down but may be back: after several deaths its next probe can be half a minute away.
        var triedOnce = Array.FindAll(snapshot.Usable, node => tried.Count(other => other == node) == 1);
        return triedOnce.Length > 0 ? PickUsable(triedOnce, operation, tried.Count)
            : (mayBeDown ? LongestDown(snapshot, tried) : null) ?? PickUsable(snapshot.Usable, operation, tried.Count);
    }

    /// <summary>Picks the node that a partition key prefers. Nodes that can't be used are passed over, so that a node's death moves only its own keys.</summary>
    /// <returns>A usable node, or <see langword="null"/> if none is left that was not tried.</returns>
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

            var first = all[preferred.First(all.Length)];
            if (Takes(first, preferred) && !tried.Contains(first))
            {
                return first;
            }

            foreach (var index in preferred.Order(all.Length))
            {
                if (Takes(all[index], preferred) && !tried.Contains(all[index]))
                {
                    return all[index];
                }
            }
        }

        return null;
    }

    // A node in probation takes its keys back bit by bit; which, the key itself decides, so that all its requests agree.
    private static bool Takes(AlternatorNode node, in AffinityRequest preferred) => node.State switch
    {
        AlternatorNodeState.Up => true,
        AlternatorNodeState.Probation => (uint)preferred.Hashes[0] * (1.0 / uint.MaxValue) < node.ProbationShare,
        _ => false,
    };

    /// <summary>Picks a node although all are down: the one whose failure is longest ago, those that this request tried last.</summary>
    /// <returns>A node, or <see langword="null"/> if the scopes are strict and nobody told their nodes.</returns>
    public AlternatorNode? PickInPanic(IReadOnlyList<AlternatorNode> tried)
    {
        if (Interlocked.Exchange(ref _isPanic, 1) == 0)
        {
            metrics?.Panic(clusterName);
            Log.Panic(logger, clusterName);
        }

        var snapshot = nodes.Current;
        return snapshot.All
            .Union(snapshot.IsStrict ? [] : snapshot.Seeds)
            .OrderBy(node => tried.Contains(node))
            .ThenBy(node => node.Condition.FailedAt)
            .FirstOrDefault();
    }

    // Not one that was listed just now: it has never answered anything.
    private static AlternatorNode? LongestDown(NodeSnapshot snapshot, IReadOnlyList<AlternatorNode> tried) => snapshot.All
        .Where(node => node.State == AlternatorNodeState.Down && !node.Probing.IsNew && !tried.Contains(node))
        .MinBy(node => node.Condition.FailedAt);

    private AlternatorNode PickUsable(AlternatorNode[] usable, Operation operation, int attempt)
    {
        if (Volatile.Read(ref _isPanic) != 0 && Interlocked.Exchange(ref _isPanic, 0) != 0)
        {
            Log.PanicEnded(logger, clusterName);
        }

        var node = Volatile.Read(ref _policy).Pick(usable, new PickContext(Interlocked.Increment(ref _turn), operation.Name, attempt));
        return node.Share >= 1 || TakesItsTurn(node) || (attempt == 0 && node.Latency.TryTakeTrial(operation.LatencyClass))
            ? node
            : PassOn(node, usable, operation, attempt);
    }

    private static bool TakesItsTurn(AlternatorNode node) => node.Share is var share && (share >= 1 || Randomizer.Shared.NextSingle() < share);

    /// <summary>Picks a node when the one whose turn it was passes it on.</summary>
    /// <remarks>Asking the policy again would not do: it prefers nodes with few requests in flight, which those with a small share are.</remarks>
    private AlternatorNode PassOn(AlternatorNode unwilling, AlternatorNode[] usable, Operation operation, int attempt)
    {
        var willing = default(WillingNodes);
        var count = willing.Collect(usable, unwilling, TakesItsTurn);
        if (count == 0 && unwilling.Share > 0)
        {
            // All are in probation: one is as good as another.
            return unwilling;
        }

        count = count > 0 ? count : willing.Collect(usable, unwilling, static node => node.Share > 0);

        // Not the next turn: the node that it belongs to would have all of its own turns used up by those that are passed on.
        return count == 0 ? unwilling : Volatile.Read(ref _policy).Pick(((ReadOnlySpan<AlternatorNode>)willing)[..count], new PickContext((uint)Randomizer.Shared.Next(), operation.Name, attempt));
    }
}

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
