namespace AlternatorHandler;

/// <summary>Picks the node for each attempt. Register an implementation as a singleton <see cref="IAlternatorLoadBalancingPolicy"/> and name it in <see cref="AlternatorOptions.LoadBalancingPolicy"/>.</summary>
/// <remarks>One instance serves all clusters. Use <see cref="AlternatorPickContext.PickNumber"/> instead of keeping a counter: each cluster counts its own picks.</remarks>
public interface IAlternatorLoadBalancingPolicy
{
    /// <summary>Gets the name by which the options select the policy.</summary>
    string Name { get; }

    /// <summary>Picks the node for the next attempt.</summary>
    /// <param name="usable">The candidates: at least one node, all of them usable. Nodes that the request has already tried are included only if there is no other usable node.</param>
    /// <param name="context">The request that the node is picked for.</param>
    /// <returns>One of <paramref name="usable"/>.</returns>
    /// <remarks>The method is called for each attempt, on any thread and concurrently. It should take no locks and allocate nothing.</remarks>
    AlternatorNode Pick(ReadOnlySpan<AlternatorNode> usable, in AlternatorPickContext context);
}
