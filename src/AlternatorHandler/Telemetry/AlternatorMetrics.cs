using System.Diagnostics.Metrics;

namespace AlternatorHandler.Telemetry;

/// <summary>The counters of all clusters. Nothing is computed while nobody listens.</summary>
internal sealed class AlternatorMetrics
{
    public const string MeterName = "AlternatorHandler";

    private readonly Meter _meter;
    private readonly Counter<long> _attempts;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _transitions;
    private readonly Counter<long> _demotions;
    private readonly Counter<long> _refreshes;
    private readonly Counter<long> _probes;

    public AlternatorMetrics(IMeterFactory meterFactory)
    {
        _meter = meterFactory.Create(MeterName);
        _attempts = _meter.CreateCounter<long>("alternator.client.attempts", "{attempt}", "Attempts made, by node.");
        _retries = _meter.CreateCounter<long>("alternator.client.retries", "{attempt}", "Attempts that followed a failed one, by what failed.");
        _transitions = _meter.CreateCounter<long>("alternator.client.node.transitions", "{transition}", "Changes of a node's state.");
        _demotions = _meter.CreateCounter<long>("alternator.client.node.demotions", "{demotion}", "Demotions of nodes that are much slower than their peers, or stuck.");
        _refreshes = _meter.CreateCounter<long>("alternator.client.discovery.refreshes", "{refresh}", "Refreshes of the node list.");
        _probes = _meter.CreateCounter<long>("alternator.client.probes", "{probe}", "Health probes.");
    }

    public void Attempt(string cluster, AlternatorNode node, string outcome)
    {
        if (_attempts.Enabled)
        {
            _attempts.Add(1, new("alternator.cluster", cluster), new("server.address", node.Address.Host), new("server.port", node.Address.Port), new("outcome", outcome));
        }
    }

    public void Retry(string cluster, string reason) => _retries.Add(1, new("alternator.cluster", cluster), new("error.type", reason));

    public void NodeTransition(string cluster, AlternatorNode node, AlternatorNodeState state) =>
        _transitions.Add(1, new("alternator.cluster", cluster), new("server.address", node.Address.Host), new("server.port", node.Address.Port), new("state", state.ToString()));

    public void NodeDemotion(string cluster, AlternatorNode node, string reason) =>
        _demotions.Add(1, new("alternator.cluster", cluster), new("server.address", node.Address.Host), new("server.port", node.Address.Port), new("reason", reason));

    public void Refresh(string cluster, bool isSuccess) => _refreshes.Add(1, new("alternator.cluster", cluster), new("success", isSuccess));

    public void Probe(string cluster, bool isSuccess) => _probes.Add(1, new("alternator.cluster", cluster), new("success", isSuccess));

    /// <summary>Publishes the number of nodes by state.</summary>
    public void ObserveNodes(string cluster, Func<IReadOnlyList<AlternatorNodeStatus>> nodes) =>
        _meter.CreateObservableGauge(
            "alternator.client.nodes",
            () => nodes().CountBy(node => node.State).Select(count => new Measurement<long>(count.Value, new("alternator.cluster", cluster), new("state", count.Key.ToString()))),
            "{node}",
            "Nodes of the cluster, by state.");
}
