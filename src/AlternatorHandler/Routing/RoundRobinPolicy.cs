namespace AlternatorHandler.Routing;

/// <summary>Picks nodes in turn.</summary>
internal sealed class RoundRobinPolicy : IAlternatorLoadBalancingPolicy
{
    public string Name => AlternatorLoadBalancingPolicies.RoundRobin;

    public AlternatorNode Pick(ReadOnlySpan<AlternatorNode> usable, in AlternatorPickContext context) => usable[(int)(context.PickNumber % (uint)usable.Length)];
}
