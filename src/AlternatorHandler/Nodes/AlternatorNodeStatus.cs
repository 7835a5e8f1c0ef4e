namespace AlternatorHandler;

/// <summary>Describes a node at one moment.</summary>
public sealed record AlternatorNodeStatus
{
    /// <summary>Gets the address that requests are sent to.</summary>
    public required Uri Address { get; init; }

    /// <summary>Gets the state, which determines whether the node receives requests.</summary>
    public AlternatorNodeState State { get; init; }

    /// <summary>Gets the datacenter in which the node was found, or <see langword="null"/> if no scope names a datacenter.</summary>
    public string? Datacenter { get; init; }

    /// <summary>Gets the rack in which the node was found, or <see langword="null"/> if no scope names a rack.</summary>
    public string? Rack { get; init; }

    /// <summary>Gets the number of requests that were sent to the node and whose responses are not complete.</summary>
    public int InFlight { get; init; }

    /// <summary>Gets the time of the last change of <see cref="State"/>.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>Gets the last failure that counted against the node, or <see langword="null"/> if there was none since it was found.</summary>
    /// <remarks>It may contain text that a node sent: encode it before you display it.</remarks>
    public string? LastFailure { get; init; }

    /// <summary>Gets the weight of the node, from 0 to 1: the part of its full share of requests that it receives. It is less than 1 during slow start and while the node is demoted, and 0 while it is down.</summary>
    public double Weight { get; init; }

    /// <summary>Gets a value indicating whether the node receives fewer requests because it is slow or stuck.</summary>
    public bool IsDemoted { get; init; }

    /// <summary>Gets the number of attempts that began on the node since it was found, retries included. It restarts at 0 after 4,294,967,295: only differences are meaningful.</summary>
    public long Attempts { get; init; }

    /// <summary>Gets the number of measured responses since the node was found. Operations on tables and other rare operations are not measured, nor are attempts that waited for a new connection.</summary>
    public long Responses { get; init; }

    /// <summary>Gets the total duration of <see cref="Responses"/>. A response counts as at most ten times the median of the nodes, or 50 milliseconds.</summary>
    public TimeSpan ResponseTime { get; init; }
}
