namespace AlternatorHandler;

/// <summary>The names of the built-in load balancing policies.</summary>
public static class LoadBalancingPolicies
{
    /// <summary>Nodes take turns; a node that has more requests in flight than another one passes its turn on. The default.</summary>
    public const string LeastRequests = nameof(LeastRequests);

    /// <summary>Nodes take turns.</summary>
    public const string RoundRobin = nameof(RoundRobin);

    /// <summary>Each pick is random.</summary>
    public const string Random = nameof(Random);
}
