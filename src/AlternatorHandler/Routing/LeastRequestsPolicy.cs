namespace AlternatorHandler.Routing;

/// <summary>Picks nodes in turn, so that an idle cluster has exactly equal load. If the node is busy, picks the less loaded one of it and a second node.</summary>
internal sealed class LeastRequestsPolicy : ILoadBalancingPolicy
{
    public string Name => LoadBalancingPolicies.LeastRequests;

    public AlternatorNode Pick(ReadOnlySpan<AlternatorNode> usable, in PickContext context)
    {
        var count = (uint)usable.Length;
        var node = usable[(int)(context.Turn % count)];
        if (count == 1 || node.InFlight == 0)
        {
            return node;
        }

        // The second node changes with each round, so that the requests that one busy node does not get are spread over all others.
        var step = 1 + (context.Turn / count % (count - 1));
        var other = usable[(int)((context.Turn + (ulong)step) % count)];
        return other.InFlight < node.InFlight ? other : node;
    }
}
