namespace AlternatorHandler.Nodes;

/// <summary>Represents the demotion of a node: its phase, and since when.</summary>
internal sealed class NodeDemotion
{
    public DemotionPhase Phase { get; set; }

    /// <summary>Gets or sets the timestamp at which <see cref="Phase"/> began.</summary>
    public long Since { get; set; }

    /// <summary>Gets or sets the number of times that the node became slow again soon after its recovery. Each time it stays demoted for longer.</summary>
    public int RepeatCount { get; set; }

    /// <summary>Gets or sets the timestamp of the last trial that was offered.</summary>
    public long LastTrialAt { get; set; }

    /// <summary>Gets or sets the reason why the node is considered stuck, or <see langword="null"/> if it is not.</summary>
    public string? StuckReason { get; set; }
}

/// <summary>Specifies the phase of a node's demotion.</summary>
internal enum DemotionPhase
{
    /// <summary>The node is not demoted.</summary>
    None,

    /// <summary>The node receives only an occasional trial request.</summary>
    Demoted,

    /// <summary>The node performs like its peers again, and its weight grows.</summary>
    Recovering,
}
