namespace AlternatorHandler.Nodes;

/// <summary>Whether a node is demoted, and since when.</summary>
internal sealed class NodeDemotion
{
    public DemotionPhase Phase { get; set; }

    /// <summary>Gets or sets the timestamp at which <see cref="Phase"/> began.</summary>
    public long Since { get; set; }

    /// <summary>Gets or sets how often the node became slow again soon after it had returned: each time it stays demoted longer.</summary>
    public int Relapses { get; set; }

    /// <summary>Gets or sets the timestamp of the last offer of a trial.</summary>
    public long TrialAt { get; set; }

    /// <summary>Gets or sets for how long the node has been silent, in words, if it is stuck.</summary>
    public string? Stuck { get; set; }
}

internal enum DemotionPhase
{
    /// <summary>The node takes its turns.</summary>
    None,

    /// <summary>The node takes no turns, only a trial now and then.</summary>
    Demoted,

    /// <summary>The node is like its peers again: its share grows.</summary>
    Returning,
}
