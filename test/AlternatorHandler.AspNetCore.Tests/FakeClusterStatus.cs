using AlternatorHandler.Discovery;
using AlternatorHandler.Health;
using AlternatorHandler.Nodes;




namespace AlternatorHandler.AspNetCore.Tests;

/// <summary>The status of a cluster that does not exist: any number of nodes, in any state, with any words.</summary>
internal sealed class FakeClusterStatus
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private volatile ClusterStatus _status;

    public FakeClusterStatus(int nodes, string? failure = null)
    {
        var details = Enumerable.Range(0, nodes).Select(i => new NodeDetails(
            new AlternatorNodeStatus(AddressOf(i), AlternatorNodeState.Up, "dc1", $"rack{i % 3}", 0, Start, failure),
            1,
            false,
            0,
            default)).ToArray();
        _status = new ClusterStatus(
            string.Empty,
            "LeastRequests",
            new DiscoveryStatus(Start, ["10.0.0.1:8000"], failure),
            [new TierStatus(new RoutingScope("dc1"), true, [.. details.Select(node => node.Status.Address)], nodes)],
            details,
            []);
    }

    public ClusterStatus Status => _status;

    public static Uri AddressOf(int node) => new($"http://10.0.{node / 250}.{1 + (node % 250)}:8000/");

    /// <summary>Gives a node a state, with its transition.</summary>
    public void Enter(int node, AlternatorNodeState state, string? reason = null)
    {
        var before = _status.Nodes[node];
        Change(node, details => details with { Status = details.Status with { State = state, LastFailure = reason ?? details.Status.LastFailure } });
        _status = _status with { Transitions = [new NodeTransition(AddressOf(node), before.Status.State, state, Start.AddSeconds(1 + _status.Transitions.Count), reason), .. _status.Transitions] };
    }

    /// <summary>Sends a node requests that take so long.</summary>
    public void Load(int node, uint attempts, double milliseconds) => Change(node, details => details with
    {
        Attempts = unchecked(details.Attempts + attempts),
        Latency = details.Latency + new LatencyTotals(attempts, attempts * milliseconds),
    });

    public void Remove(int node) => _status = _status with { Nodes = [.. _status.Nodes.Where((_, i) => i != node)] };

    private void Change(int node, Func<NodeDetails, NodeDetails> change) =>
        _status = _status with { Nodes = [.. _status.Nodes.Select((details, i) => i == node ? change(details) : details)] };
}
