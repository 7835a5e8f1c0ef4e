using System.Diagnostics.Metrics;
using AlternatorHandler;

namespace Quickstart;

/// <summary>What happened to the nodes, and when. The handler counts each change of a node's state in a metric.</summary>
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
        _listener.SetMeasurementEventCallback<long>((_, _, tags, _) => Changed(NodeKey.Of(tags), NodeKey.Find(tags, "alternator.node.state") as string ?? string.Empty));
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

    public void Add(NodeKey node, string what)
    {
        lock (_lock)
        {
            _events.Add($"{Elapsed.TotalSeconds,5:0.0} s  {node}  {what}");
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Changed(NodeKey node, string state)
    {
        var failure = _cluster.Nodes.FirstOrDefault(status => NodeKey.Of(status.Address) == node)?.LastFailure;
        Add(node, state == "down" && failure is not null ? $"{state}: {failure}" : state);
    }
}
