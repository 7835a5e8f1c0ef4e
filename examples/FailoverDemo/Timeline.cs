using System.Diagnostics.Metrics;
using AlternatorHandler;

namespace FailoverDemo;

/// <summary>Records events of nodes and their times. Changes of state come from a metric of the handler.</summary>
internal sealed class Timeline : IDisposable
{
    private readonly IAlternatorCluster _cluster;
    private readonly TimeProvider _timeProvider;
    private readonly MeterListener _listener = new();
    private readonly Lock _lock = new();
    private readonly List<string> _events = [];
    private readonly long _start;

    public Timeline(IAlternatorCluster cluster, TimeProvider timeProvider)
    {
        _cluster = cluster;
        _timeProvider = timeProvider;
        _start = timeProvider.GetTimestamp();
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if ((instrument.Meter.Name, instrument.Name) is ("AlternatorHandler", "alternator.client.node.transitions"))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, _, tags, _) => OnStateChanged(NodeKey.From(tags), NodeKey.FindTag(tags, "alternator.node.state") as string ?? string.Empty));
        _listener.Start();
    }

    public TimeSpan Elapsed => _timeProvider.GetElapsedTime(_start);

    /// <summary>Gets the events so far, in order.</summary>
    public IReadOnlyList<string> Events
    {
        get
        {
            lock (_lock)
            {
                return [.. _events];
            }
        }
    }

    public void Add(NodeKey node, string description)
    {
        lock (_lock)
        {
            _events.Add($"{Elapsed.TotalSeconds,5:0.0} s  {node}  {description}");
        }
    }

    public void Dispose() => _listener.Dispose();

    private void OnStateChanged(NodeKey node, string state)
    {
        var failure = _cluster.Nodes.FirstOrDefault(status => NodeKey.From(status.Address) == node)?.LastFailure;
        Add(node, state switch
        {
            "down" when failure is not null => $"down: {failure}",
            "probation" => "probation: slow start",
            _ => state,
        });
    }
}
