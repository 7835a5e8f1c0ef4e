namespace AlternatorHandler.Routing;

/// <summary>Picks nodes in turn, so that an idle cluster has exactly equal load. If the node is busy, picks the less loaded one of it and a second node.</summary>
internal sealed class LeastRequestsPolicy : IAlternatorLoadBalancingPolicy
{
    public string Name => AlternatorLoadBalancingPolicies.LeastRequests;

    public AlternatorNode Pick(ReadOnlySpan<AlternatorNode> usable, in AlternatorPickContext context)
    {
        var count = (uint)usable.Length;
        var node = usable[(int)(context.PickNumber % count)];
        if (count == 1 || node.InFlight == 0)
        {
            return node;
        }

        // The second node changes with each round, so that the requests that one busy node does not get are spread over all others.
        var step = 1 + (context.PickNumber / count % (count - 1));
        var other = usable[(int)((context.PickNumber + (ulong)step) % count)];
        return other.InFlight < node.InFlight ? other : node;
    }
}
