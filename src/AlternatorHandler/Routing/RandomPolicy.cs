using AlternatorHandler.Nodes;

namespace AlternatorHandler.Routing;

/// <summary>Picks a random node.</summary>
internal sealed class RandomPolicy : ILoadBalancingPolicy
{
    public string Name => LoadBalancingPolicies.Random;

    public AlternatorNode Pick(ReadOnlySpan<AlternatorNode> usable, in PickContext context) => usable[Randomizer.Shared.Next(usable.Length)];
}
