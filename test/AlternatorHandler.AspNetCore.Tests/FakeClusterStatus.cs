namespace AlternatorHandler.AspNetCore.Tests;

/// <summary>Holds the status of a cluster that does not exist: any number of nodes, in any state, with any failure.</summary>
internal sealed class FakeClusterStatus
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private volatile AlternatorClusterStatus _current;

    public FakeClusterStatus(int nodes, string? failure = null)
    {
        var addresses = Enumerable.Range(0, nodes).Select(AddressOf).ToArray();
        _current = new AlternatorClusterStatus
        {
            Name = string.Empty,
            LoadBalancingPolicy = "LeastRequests",
            Discovery = new AlternatorDiscoveryStatus { RefreshedAt = Start, Sources = ["10.0.0.1:8000"], Failure = failure },
            Tiers = [new AlternatorTierStatus { Datacenter = "dc1", IsServing = true, UsableNodes = nodes, Nodes = nodes, Addresses = addresses }],
            Nodes =
            [
                .. addresses.Select((address, i) => new AlternatorNodeStatus
                {
                    Address = address,
                    State = AlternatorNodeState.Up,
                    Datacenter = "dc1",
                    Rack = $"rack{i % 3}",
                    Since = Start,
                    LastFailure = failure,
                    Weight = 1,
                }),
            ],
        };
    }

    public AlternatorClusterStatus Current => _current;

    public static Uri AddressOf(int node) => new($"http://10.0.{node / 250}.{1 + (node % 250)}:8000/");

    /// <summary>Sets the state of a node, and records the transition.</summary>
    public void SetState(int node, AlternatorNodeState state, string? reason = null, DateTimeOffset? at = null)
    {
        var before = _current.Nodes[node];
        Change(node, status => status with { State = state, LastFailure = reason ?? status.LastFailure });
        var transition = new AlternatorNodeTransition { Address = before.Address, From = before.State, To = state, At = at ?? Start.AddSeconds(1 + _current.Transitions.Count), Reason = reason };
        _current = _current with { Transitions = [transition, .. _current.Transitions] };
    }

    /// <summary>Adds attempts on a node, each with a response after the given time.</summary>
    public void AddLoad(int node, uint attempts, double milliseconds) => Change(node, status => status with
    {
        Attempts = unchecked((uint)status.Attempts + attempts),
        Responses = status.Responses + attempts,
        ResponseTime = status.ResponseTime + TimeSpan.FromMilliseconds(attempts * milliseconds),
    });

    public void Demote(int node) => Change(node, status => status with { IsDemoted = true, Weight = 0 });

    public void SetInFlight(int node, int requests) => Change(node, status => status with { InFlight = requests });

    public void Remove(int node) => _current = _current with { Nodes = [.. _current.Nodes.Where((_, i) => i != node)] };

    private void Change(int node, Func<AlternatorNodeStatus, AlternatorNodeStatus> change) =>
        _current = _current with { Nodes = [.. _current.Nodes.Select((status, i) => i == node ? change(status) : status)] };
}
