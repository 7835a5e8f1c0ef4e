namespace AlternatorHandler.Nodes;

internal enum DemotionPhase
{
    /// <summary>The node takes its turns.</summary>
    None,

    /// <summary>The node takes no turns, only a trial now and then.</summary>
    Demoted,

    /// <summary>The node is like its peers again: its share grows.</summary>
    Returning,
}
