namespace AlternatorHandler;

/// <summary>Picks the node for an attempt. Register an implementation as a singleton <see cref="ILoadBalancingPolicy"/> and name it in <see cref="AlternatorOptions.Policy"/>.</summary>
/// <remarks>Policies of all clusters are one object: what counts turns is <see cref="PickContext.Turn"/>, which each cluster counts for itself.</remarks>
public interface ILoadBalancingPolicy
{
    /// <summary>Gets the name by which options choose the policy.</summary>
    string Name { get; }

    /// <summary>Picks a node for the next attempt. Called on the request path: no locks, no allocation, any thread.</summary>
    /// <param name="usable">The nodes to choose from: at least one, all of them usable, none of them tried by this request if others are left.</param>
    /// <param name="context">What is known of the request.</param>
    /// <returns>One of <paramref name="usable"/>.</returns>
    AlternatorNode Pick(ReadOnlySpan<AlternatorNode> usable, in PickContext context);
}
