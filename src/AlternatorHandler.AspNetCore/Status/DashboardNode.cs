namespace AlternatorHandler.AspNetCore.Status;

/// <param name="Address">The address that requests are sent to.</param>
/// <param name="Datacenter">Its datacenter, or <see langword="null"/> if no scope asks by datacenter.</param>
/// <param name="Rack">Its rack, or <see langword="null"/> if no scope asks by rack.</param>
/// <param name="State"><c>Up</c>, <c>Probation</c> or <c>Down</c>.</param>
/// <param name="Since">When it entered that state.</param>
/// <param name="IsDemoted">Whether it gets fewer requests because it is slow.</param>
/// <param name="Turns">How much of its turns the node takes, from 0 to 1.</param>
/// <param name="InFlight">Requests that were sent to it and are not answered in full.</param>
/// <param name="AttemptsPerSecond">Requests sent to it in the last 10 seconds, retries included; health probes and discovery are not.</param>
/// <param name="TrafficShare">Its share of the cluster's, from 0 to 1, or <see langword="null"/> if there were none.</param>
/// <param name="LatencyMilliseconds">The mean time of its answers in the last 10 seconds, or <see langword="null"/> if there were none. An answer counts as ten times the median of the nodes, or 50 ms, at most.</param>
/// <param name="LatencyHistory">The same for each of the last 60 seconds, the latest last; in the event <c>sample</c> only the latest.</param>
/// <param name="LastFailure">The last failure that counted against it, or <see langword="null"/>. Its text may be a node's: encode it.</param>
internal sealed record DashboardNode(
    string Address,
    string? Datacenter,
    string? Rack,
    AlternatorNodeState State,
    DateTimeOffset Since,
    bool IsDemoted,
    double Turns,
    int InFlight,
    double AttemptsPerSecond,
    double? TrafficShare,
    double? LatencyMilliseconds,
    IReadOnlyList<double?> LatencyHistory,
    string? LastFailure);
