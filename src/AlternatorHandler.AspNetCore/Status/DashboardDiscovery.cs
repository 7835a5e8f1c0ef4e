namespace AlternatorHandler.AspNetCore.Status;

/// <param name="RefreshedAt">When the list was last told or confirmed, or <see langword="null"/> if it never was.</param>
/// <param name="AgeSeconds">How long ago that is.</param>
/// <param name="Sources">Who told or confirmed it: nodes as <c>host:port</c>, "the seeds" or "the node source".</param>
/// <param name="Failure">Why nobody did in the last round, or <see langword="null"/>.</param>
internal sealed record DashboardDiscovery(DateTimeOffset? RefreshedAt, double? AgeSeconds, IReadOnlyList<string> Sources, string? Failure);
