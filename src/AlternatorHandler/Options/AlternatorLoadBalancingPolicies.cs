namespace AlternatorHandler;

/// <summary>Provides the names of the built-in load balancing policies.</summary>
public static class AlternatorLoadBalancingPolicies
{
    /// <summary>Selects the nodes in rotation, and selects another node instead if that one has fewer requests in flight. This is the default.</summary>
    public const string LeastRequests = nameof(LeastRequests);

    /// <summary>Selects the nodes in rotation.</summary>
    public const string RoundRobin = nameof(RoundRobin);

    /// <summary>Selects nodes at random.</summary>
    public const string Random = nameof(Random);
}
