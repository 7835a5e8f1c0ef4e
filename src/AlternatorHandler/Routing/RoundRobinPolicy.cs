namespace AlternatorHandler.Routing;

/// <summary>Picks nodes in turn.</summary>
internal sealed class RoundRobinPolicy : ILoadBalancingPolicy
{
    public string Name => LoadBalancingPolicies.RoundRobin;

    public AlternatorNode Pick(ReadOnlySpan<AlternatorNode> usable, in PickContext context) => usable[(int)(context.Turn % (uint)usable.Length)];
}
