namespace AlternatorHandler.Discovery;

/// <summary>Creates the queries for the nodes of a scope.</summary>
internal static class ScopeQuery
{
    /// <summary>Creates the query for one scope.</summary>
    /// <returns>The path and query, such as <c>/localnodes?dc=dc1</c>.</returns>
    public static string Create(AlternatorRoutingScope scope) =>
        scope.Datacenter is null ? "/localnodes"
        : scope.Rack is null ? $"/localnodes?dc={Uri.EscapeDataString(scope.Datacenter)}"
        : $"/localnodes?dc={Uri.EscapeDataString(scope.Datacenter)}&rack={Uri.EscapeDataString(scope.Rack)}";

    /// <summary>Creates all queries for a tier.</summary>
    /// <remarks>A query without a datacenter returns the node's own datacenter only. The whole cluster is the union over all datacenters that the scopes name.</remarks>
    public static IReadOnlyList<string> CreateAll(AlternatorRoutingScope scope, IEnumerable<AlternatorRoutingScope> scopes) =>
        scope.Datacenter is not null
            ? [Create(scope)]
            : [Create(scope), .. scopes.Where(other => other.Datacenter is not null).Select(other => Create(new AlternatorRoutingScope(other.Datacenter!))).Distinct()];
}
