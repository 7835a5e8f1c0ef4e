using AlternatorHandler.Nodes;
using AlternatorHandler.Telemetry;
using Microsoft.Extensions.Logging;

namespace AlternatorHandler.Routing;

/// <summary>Chooses the node for each attempt of a request: a usable one by policy, then those already tried, then, in panic, any.</summary>
internal sealed class Router(string clusterName, NodeTable nodes, ILoadBalancingPolicy policy, ILogger logger)
{
    // A random start, so that a fleet of clients that starts together does not march in step.
    private uint _turn = (uint)Random.Shared.Next();

    private int _isPanic;

    /// <summary>Picks the node for the first attempt. Takes no lock and allocates nothing.</summary>
    /// <returns>A usable node, or <see langword="null"/> if there is none.</returns>
    public AlternatorNode? PickFirst(string? operation)
    {
        var usable = nodes.Current.Usable;
        return usable.Length == 0 ? null : PickUsable(usable, operation, attempt: 0);
    }

    /// <summary>Picks the node for a further attempt.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="tried">The nodes that were tried, in order; a node may be there twice.</param>
    /// <returns>A usable node, or <see langword="null"/> if there is none.</returns>
    public AlternatorNode? PickNext(string? operation, IReadOnlyList<AlternatorNode> tried)
    {
        var usable = nodes.Current.Usable;
        if (usable.Length == 0)
        {
            return null;
        }

        var untried = Array.FindAll(usable, node => !tried.Contains(node));
        return PickUsable(untried.Length > 0 ? untried : usable, operation, tried.Count);
    }

    /// <summary>Picks a node although all are down: the one whose failure is longest ago, those that this request tried last.</summary>
    public AlternatorNode PickInPanic(IReadOnlyList<AlternatorNode> tried)
    {
        if (Interlocked.Exchange(ref _isPanic, 1) == 0)
        {
            Log.Panic(logger, clusterName);
        }

        var snapshot = nodes.Current;
        return snapshot.All
            .Union(snapshot.Seeds)
            .OrderBy(node => tried.Contains(node))
            .ThenBy(node => node.Condition.FailedAt)
            .First();
    }

    private AlternatorNode PickUsable(AlternatorNode[] usable, string? operation, int attempt)
    {
        if (Volatile.Read(ref _isPanic) != 0 && Interlocked.Exchange(ref _isPanic, 0) != 0)
        {
            Log.PanicEnded(logger, clusterName);
        }

        var node = policy.Pick(usable, new PickContext(Interlocked.Increment(ref _turn), operation, attempt));
        return node.Share >= 1 || TakesItsTurn(node) || (attempt == 0 && node.Latency.TryTakeTrial(Operation.LatencyClassOf(operation)))
            ? node
            : PassOn(node, usable, operation, attempt);
    }

    private static bool TakesItsTurn(AlternatorNode node) => node.Share is var share && (share >= 1 || Random.Shared.NextSingle() < share);

    /// <summary>Picks a node when the one whose turn it was passes it on.</summary>
    /// <remarks>Asking the policy again would not do: it prefers nodes with few requests in flight, which those with a small share are.</remarks>
    private AlternatorNode PassOn(AlternatorNode unwilling, AlternatorNode[] usable, string? operation, int attempt)
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
        return count == 0 ? unwilling : policy.Pick(((ReadOnlySpan<AlternatorNode>)willing)[..count], new PickContext((uint)Random.Shared.Next(), operation, attempt));
    }
}
