using System.Diagnostics.Metrics;

namespace AlternatorHandler.Telemetry;

/// <summary>Provides the metrics that are read only when they are collected, so that they have no cost for requests.</summary>
/// <remarks>There is one instrument for all clusters, because collectors treat a second instrument of the same name as a duplicate.</remarks>
internal sealed class ClusterGauges
{
    private static readonly AlternatorNodeState[] States = Enum.GetValues<AlternatorNodeState>();

    private readonly Lock _lock = new();
    private volatile Observed[] _clusters = [];

    public ClusterGauges(Meter meter)
    {
        meter.CreateObservableGauge("alternator.client.nodes", () => _clusters.SelectMany(CountByState), "{node}", "The number of nodes of the cluster, by state.");
        meter.CreateObservableGauge("alternator.client.node.state", () => _clusters.SelectMany(GetStates), "1", "1 for the state that the node is in, 0 for the others.");
        meter.CreateObservableUpDownCounter("alternator.client.node.active_attempts", () => _clusters.SelectMany(GetInFlight), "{attempt}", "The number of attempts in flight on the node.");
        meter.CreateObservableGauge("alternator.client.signing.clock_offset", () => _clusters.SelectMany(GetClockOffset), "s", "The offset of the nodes' clock from this machine's clock, as learned by signing.");
    }

    /// <summary>Publishes a cluster.</summary>
    /// <param name="name">The name of the cluster.</param>
    /// <param name="nodes">Returns the current nodes of the cluster.</param>
    /// <param name="clockOffset">Returns the clock offset that signing has learned, or <see langword="null"/> if the handler does not sign.</param>
    public void Add(string name, Func<IReadOnlyList<AlternatorNodeStatus>> nodes, Func<TimeSpan?> clockOffset)
    {
        lock (_lock)
        {
            _clusters = [.. _clusters, new Observed(name, nodes, clockOffset)];
        }
    }

    // Zeros are reported too, because a collector repeats the last value of a series that is no longer observed.
    private static IEnumerable<Measurement<int>> CountByState(Observed cluster)
    {
        var nodes = cluster.Nodes();
        return States.Select(state => new Measurement<int>(nodes.Count(node => node.State == state), new(Tag.Cluster, cluster.Name), new(Tag.NodeState, Tag.GetState(state))));
    }

    private static IEnumerable<Measurement<int>> GetStates(Observed cluster) =>
        cluster.Nodes().SelectMany(node => States.Select(state => new Measurement<int>(node.State == state ? 1 : 0, [.. GetTags(cluster, node), new(Tag.NodeState, Tag.GetState(state))])));

    private static IEnumerable<Measurement<int>> GetInFlight(Observed cluster) => cluster.Nodes().Select(node => new Measurement<int>(node.InFlight, GetTags(cluster, node)));

    private static IEnumerable<Measurement<double>> GetClockOffset(Observed cluster) =>
        cluster.ClockOffset() is { } offset ? [new Measurement<double>(offset.TotalSeconds, new KeyValuePair<string, object?>(Tag.Cluster, cluster.Name))] : [];

    private static IEnumerable<KeyValuePair<string, object?>> GetTags(Observed cluster, AlternatorNodeStatus node)
    {
        yield return new(Tag.Cluster, cluster.Name);
        yield return new(Tag.ServerAddress, Tag.GetAddress(node.Address));
        yield return new(Tag.ServerPort, node.Address.Port);
        if (node.Datacenter is not null)
        {
            yield return new(Tag.Datacenter, node.Datacenter);
        }

        if (node.Rack is not null)
        {
            yield return new(Tag.Rack, node.Rack);
        }
    }

    private sealed record Observed(string Name, Func<IReadOnlyList<AlternatorNodeStatus>> Nodes, Func<TimeSpan?> ClockOffset);
}
