namespace AlternatorHandler;

/// <summary>The nodes of one scope.</summary>
/// <param name="Scope">The scope.</param>
/// <param name="IsServing">Whether requests go there.</param>
/// <param name="Nodes">The addresses of its nodes.</param>
/// <param name="Usable">How many of them are not down.</param>
internal sealed record TierStatus(RoutingScope Scope, bool IsServing, IReadOnlyList<Uri> Nodes, int Usable);
