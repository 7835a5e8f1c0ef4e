namespace AlternatorHandler.Discovery;

/// <summary>How current the list of nodes is.</summary>
/// <param name="RefreshedAt">When somebody last told or confirmed the list, or <see langword="null"/> if nobody ever did.</param>
/// <param name="Sources">Who did.</param>
/// <param name="Failure">Why nobody did in the last round, or <see langword="null"/> if it succeeded or there was none.</param>
internal sealed record DiscoveryStatus(DateTimeOffset? RefreshedAt, IReadOnlyList<string> Sources, string? Failure)
{
    public static DiscoveryStatus NotBegun { get; } = new(null, [], null);
}
