namespace AlternatorHandler.Discovery;

/// <summary>How a node is asked for the nodes of a scope.</summary>
internal static class ScopeQuery
{
    /// <summary>The question for one scope.</summary>
    public static string Of(RoutingScope scope) =>
        scope.Datacenter is null ? "/localnodes"
        : scope.Rack is null ? $"/localnodes?dc={Uri.EscapeDataString(scope.Datacenter)}"
        : $"/localnodes?dc={Uri.EscapeDataString(scope.Datacenter)}&rack={Uri.EscapeDataString(scope.Rack)}";

    /// <summary>All questions for a tier. Without a datacenter a node tells its own only: the whole cluster is the union over all that are known by name.</summary>
    public static IReadOnlyList<string> AllOf(RoutingScope scope, IEnumerable<RoutingScope> scopes) =>
        scope.Datacenter is not null
            ? [Of(scope)]
            : [Of(scope), .. scopes.Where(other => other.Datacenter is not null).Select(other => Of(new RoutingScope(other.Datacenter!))).Distinct()];
}
