using System.Diagnostics.Metrics;

namespace AlternatorHandler.Telemetry;

/// <summary>What is looked up when somebody collects: it costs requests nothing.</summary>
/// <remarks>One instrument for all clusters: a second one of the same name would be a duplicate to those who collect.</remarks>
internal sealed class ClusterGauges
{
    private static readonly AlternatorNodeState[] States = Enum.GetValues<AlternatorNodeState>();

    private readonly Lock _lock = new();
    private volatile Observed[] _clusters = [];

    public ClusterGauges(Meter meter)
    {
        meter.CreateObservableGauge("alternator.client.nodes", () => _clusters.SelectMany(CountByState), "{node}", "Nodes of the cluster, by state.");
        meter.CreateObservableGauge("alternator.client.node.state", () => _clusters.SelectMany(StateOfEach), "1", "1 for the state that the node is in, 0 for the others.");
        meter.CreateObservableUpDownCounter("alternator.client.node.active_attempts", () => _clusters.SelectMany(InFlightOfEach), "{attempt}", "Attempts that were sent to the node and are not answered in full.");
        meter.CreateObservableGauge("alternator.client.signing.clock_offset", () => _clusters.SelectMany(ClockOffset), "s", "How far the nodes' clock is ahead of this machine's, as far as signing had to learn it.");
    }

    /// <summary>Publishes a cluster.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="nodes">Its nodes now.</param>
    /// <param name="clockOffset">What signing learned of its clock, or <see langword="null"/> if the handler does not sign.</param>
    public void Add(string name, Func<IReadOnlyList<AlternatorNodeStatus>> nodes, Func<TimeSpan?> clockOffset)
    {
        lock (_lock)
        {
            _clusters = [.. _clusters, new Observed(name, nodes, clockOffset)];
        }
    }

    // The zeros too: a collector goes on with the last value of a series that is no longer observed.
    private static IEnumerable<Measurement<int>> CountByState(Observed cluster)
    {
        var nodes = cluster.Nodes();
        return States.Select(state => new Measurement<int>(nodes.Count(node => node.State == state), new(Tag.Cluster, cluster.Name), new(Tag.NodeState, Tag.StateOf(state))));
    }

    private static IEnumerable<Measurement<int>> StateOfEach(Observed cluster) =>
        cluster.Nodes().SelectMany(node => States.Select(state => new Measurement<int>(node.State == state ? 1 : 0, [.. TagsOf(cluster, node), new(Tag.NodeState, Tag.StateOf(state))])));

    private static IEnumerable<Measurement<int>> InFlightOfEach(Observed cluster) => cluster.Nodes().Select(node => new Measurement<int>(node.InFlight, TagsOf(cluster, node)));

    private static IEnumerable<Measurement<double>> ClockOffset(Observed cluster) =>
        cluster.ClockOffset() is { } offset ? [new Measurement<double>(offset.TotalSeconds, new KeyValuePair<string, object?>(Tag.Cluster, cluster.Name))] : [];

    private static IEnumerable<KeyValuePair<string, object?>> TagsOf(Observed cluster, AlternatorNodeStatus node)
    {
        yield return new(Tag.Cluster, cluster.Name);
        yield return new(Tag.ServerAddress, Tag.AddressOf(node.Address));
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
