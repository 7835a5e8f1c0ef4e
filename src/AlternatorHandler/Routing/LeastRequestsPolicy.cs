namespace AlternatorHandler.Routing;

/// <summary>Turns, so that an idle cluster is loaded exactly equally; the lesser load of two, so that requests flow around a busy node.</summary>
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

        // The other one changes with each round, so that what one busy node passes on is spread over all others.
        var step = 1 + (context.Turn / count % (count - 1));
        var other = usable[(int)((context.Turn + (ulong)step) % count)];
        return other.InFlight < node.InFlight ? other : node;
    }
}
