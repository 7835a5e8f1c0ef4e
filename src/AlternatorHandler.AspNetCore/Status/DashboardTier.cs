namespace AlternatorHandler.AspNetCore.Status;

/// <param name="Scope">The scope in words.</param>
/// <param name="Datacenter">Its datacenter, or <see langword="null"/> for the whole cluster.</param>
/// <param name="Rack">Its rack, or <see langword="null"/> for the whole datacenter.</param>
/// <param name="IsServing">Whether requests go there.</param>
/// <param name="Usable">How many of its nodes are not down.</param>
/// <param name="Nodes">The addresses of its nodes.</param>
internal sealed record DashboardTier(string Scope, string? Datacenter, string? Rack, bool IsServing, int Usable, IReadOnlyList<string> Nodes);
