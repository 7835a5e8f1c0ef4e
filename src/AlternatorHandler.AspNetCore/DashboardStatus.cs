using System.Text.Json;
using System.Text.Json.Serialization;

namespace AlternatorHandler.AspNetCore;

/// <summary>Represents the JSON of <c>status</c> and <c>events</c>. Members may be added; existing ones keep their name and meaning.</summary>
/// <param name="Time">The time at which it was created. Ages are relative to it, not to the clock of the reader.</param>
/// <param name="Clusters">All registered clusters, in the order of their registration.</param>
internal sealed record DashboardStatus(DateTimeOffset Time, IReadOnlyList<DashboardCluster> Clusters);

/// <param name="Name">The name by which the cluster was registered, empty for the default cluster.</param>
/// <param name="Policy">The name of its load balancing policy.</param>
/// <param name="Totals">The sums of its nodes.</param>
/// <param name="Discovery">How current the node list is.</param>
/// <param name="Tiers">The status of each scope, in order of preference.</param>
/// <param name="Nodes">The nodes of all scopes, in the order of their addresses.</param>
/// <param name="Transitions">The last 50 changes of nodes' states, the latest first.</param>
internal sealed record DashboardCluster(
    string Name,
    string Policy,
    DashboardTotals Totals,
    DashboardDiscovery Discovery,
    IReadOnlyList<DashboardTier> Tiers,
    IReadOnlyList<DashboardNode> Nodes,
    IReadOnlyList<DashboardTransition> Transitions);

/// <param name="AttemptsPerSecond">The rate of attempts on all nodes in the last 10 seconds, retries included; health probes and discovery are not.</param>
/// <param name="InFlight">The number of requests that were sent to nodes and whose responses are not complete.</param>
/// <param name="LatencyMilliseconds">The mean duration of all responses in the last 10 seconds, or <see langword="null"/> if there were none.</param>
/// <param name="NodeFailures">The number of times that a node went down in the last hour, as far as the last 50 transitions show.</param>
internal sealed record DashboardTotals(double AttemptsPerSecond, int InFlight, double? LatencyMilliseconds, int NodeFailures);

/// <param name="RefreshedAt">The time at which the node list was last returned or confirmed, or <see langword="null"/> if it never was.</param>
/// <param name="AgeSeconds">The time since then.</param>
/// <param name="Sources">The sources that returned or confirmed it: nodes as <c>host:port</c>, <c>the seeds</c> or <c>the node source</c>.</param>
/// <param name="Failure">The reason why no source returned a list in the last round, or <see langword="null"/>.</param>
internal sealed record DashboardDiscovery(DateTimeOffset? RefreshedAt, double? AgeSeconds, IReadOnlyList<string> Sources, string? Failure);

/// <param name="Scope">A description of the scope.</param>
/// <param name="Datacenter">Its datacenter, or <see langword="null"/> for the whole cluster.</param>
/// <param name="Rack">Its rack, or <see langword="null"/> for the whole datacenter.</param>
/// <param name="IsServing">Whether requests are sent to it.</param>
/// <param name="Usable">The number of its nodes that are not down.</param>
/// <param name="Nodes">The addresses of its nodes.</param>
internal sealed record DashboardTier(string Scope, string? Datacenter, string? Rack, bool IsServing, int Usable, IReadOnlyList<string> Nodes);

/// <param name="Address">The address that requests are sent to.</param>
/// <param name="Datacenter">Its datacenter, or <see langword="null"/> if no scope names a datacenter.</param>
/// <param name="Rack">Its rack, or <see langword="null"/> if no scope names a rack.</param>
/// <param name="State"><c>Up</c>, <c>Probation</c> or <c>Down</c>.</param>
/// <param name="Since">The time of the last change of <paramref name="State"/>.</param>
/// <param name="IsDemoted">Whether it receives fewer requests because it is slow or stuck.</param>
/// <param name="Turns">Its weight, from 0 to 1: the part of its full share of requests that it is given.</param>
/// <param name="InFlight">The number of requests that were sent to it and whose responses are not complete.</param>
/// <param name="AttemptsPerSecond">The rate of attempts in the last 10 seconds, retries included; health probes and discovery are not.</param>
/// <param name="TrafficShare">Its share of all attempts of the cluster, from 0 to 1, or <see langword="null"/> if there were none.</param>
/// <param name="LatencyMilliseconds">The mean duration of its responses in the last 10 seconds, or <see langword="null"/> if there were none. A response counts as at most ten times the median of the nodes, or 50 ms.</param>
/// <param name="LatencyHistory">The same for each of the last 60 seconds, the latest last; in the event <c>sample</c> only the latest.</param>
/// <param name="LastFailure">The last failure that counted against it, or <see langword="null"/>. It may contain text that a node sent: encode it.</param>
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

/// <param name="At">The time of the change.</param>
/// <param name="Address">The address of the node.</param>
/// <param name="From">The state before the change.</param>
/// <param name="To">The state after the change.</param>
/// <param name="Reason">The reason why the node went down, or <see langword="null"/> for other changes. It may contain text that a node sent: encode it.</param>
internal sealed record DashboardTransition(DateTimeOffset At, string Address, AlternatorNodeState From, AlternatorNodeState To, string? Reason);

/// <summary>Writes <see cref="DashboardStatus"/> as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(DashboardStatus))]
internal sealed partial class DashboardJson : JsonSerializerContext
{
    public static byte[] GetBytes(DashboardStatus status) => JsonSerializer.SerializeToUtf8Bytes(status, Default.DashboardStatus);
}
