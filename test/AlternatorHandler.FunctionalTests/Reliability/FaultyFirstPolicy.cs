namespace AlternatorHandler.FunctionalTests.Reliability;

/// <summary>Takes the first node of the cluster for as long as it is offered: the one that is faulty, if only one is.</summary>
internal sealed class FaultyFirstPolicy : IAlternatorLoadBalancingPolicy
{
    public const string PolicyName = "FaultyFirst";

    public string Name => PolicyName;

    public AlternatorNode Pick(ReadOnlySpan<AlternatorNode> usable, in AlternatorPickContext context)
    {
        // All have one port, and numbers of one digit.
        var first = usable[0];
        foreach (var node in usable)
        {
            first = string.CompareOrdinal(node.Address.Authority, first.Address.Authority) < 0 ? node : first;
        }

        return first;
    }
}
