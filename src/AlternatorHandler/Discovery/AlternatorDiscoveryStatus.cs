namespace AlternatorHandler;

/// <summary>Describes how current the node list of a cluster is.</summary>
public sealed record AlternatorDiscoveryStatus
{
    /// <summary>Gets the time at which the list was last returned or confirmed, or <see langword="null"/> if that has not happened yet.</summary>
    public DateTimeOffset? RefreshedAt { get; init; }

    /// <summary>Gets the sources that returned or confirmed the list: nodes as <c>host:port</c>, <c>the seeds</c> or <c>the node source</c>.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Gets the reason why no source returned a list in the last refresh, or <see langword="null"/> if one did or there was no refresh yet.</summary>
    public string? Failure { get; init; }
}
