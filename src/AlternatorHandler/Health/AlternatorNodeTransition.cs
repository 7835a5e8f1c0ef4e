namespace AlternatorHandler;

/// <summary>Describes one change of a node's state.</summary>
public sealed record AlternatorNodeTransition
{
    /// <summary>Gets the address of the node.</summary>
    public required Uri Address { get; init; }

    /// <summary>Gets the state before the change.</summary>
    public AlternatorNodeState From { get; init; }

    /// <summary>Gets the state after the change.</summary>
    public AlternatorNodeState To { get; init; }

    /// <summary>Gets the time of the change.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Gets the reason why the node went down, or <see langword="null"/> for any other change.</summary>
    /// <remarks>It may contain text that a node sent: encode it before you display it.</remarks>
    public string? Reason { get; init; }
}
