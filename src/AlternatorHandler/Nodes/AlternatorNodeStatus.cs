namespace AlternatorHandler;

/// <summary>What is known of a node at one moment.</summary>
/// <param name="Address">The address that requests are sent to.</param>
/// <param name="State">Whether the node is given requests.</param>
/// <param name="Datacenter">The datacenter that the node was found in, or <see langword="null"/> if it was not asked for by datacenter.</param>
/// <param name="Rack">The rack that the node was found in, or <see langword="null"/> if it was not asked for by rack.</param>
/// <param name="InFlight">The number of requests that were sent to the node and are not answered in full.</param>
/// <param name="Since">The time of the last change of <paramref name="State"/>.</param>
/// <param name="LastFailure">The last failure that counted against the node, or <see langword="null"/> if there was none since it was found.</param>
public sealed record AlternatorNodeStatus(
    Uri Address,
    AlternatorNodeState State,
    string? Datacenter,
    string? Rack,
    int InFlight,
    DateTimeOffset Since,
    string? LastFailure);
