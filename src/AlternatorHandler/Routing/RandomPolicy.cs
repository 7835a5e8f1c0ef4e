using AlternatorHandler.Nodes;

namespace AlternatorHandler.Routing;

/// <summary>Picks a random node.</summary>
internal sealed class RandomPolicy : IAlternatorLoadBalancingPolicy
{
    public string Name => AlternatorLoadBalancingPolicies.Random;

    public AlternatorNode Pick(ReadOnlySpan<AlternatorNode> usable, in AlternatorPickContext context) => usable[Randomizer.Shared.Next(usable.Length)];
}
