using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace FailoverDemo;

/// <summary>Counts the requests of each node, from the metrics of the handler and of .NET's HTTP client.</summary>
internal sealed class NodeTraffic : IDisposable
{
    private readonly ConcurrentDictionary<NodeKey, Counters> _nodes = new();
    private readonly MeterListener _listener = new();

    public NodeTraffic()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if ((instrument.Meter.Name, instrument.Name) is ("AlternatorHandler", "alternator.client.attempt.duration") or ("System.Net.Http", "http.client.request.duration"))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, seconds, tags, _) =>
        {
            if (instrument.Meter.Name == "AlternatorHandler")
            {
                GetCounters(tags).AddAttempt(NodeKey.FindTag(tags, "alternator.attempt.outcome") is "answered");
            }
            else if (NodeKey.FindTag(tags, "http.request.method") is "POST")
            {
                // Discovery and probes use GET.
                GetCounters(tags).AddExchange(seconds);
            }
        });
        _listener.Start();
    }

    public NodeCounts Get(Uri address) => _nodes.TryGetValue(NodeKey.From(address), out var counters) ? counters.Read() : default;

    public void Dispose() => _listener.Dispose();

    private Counters GetCounters(ReadOnlySpan<KeyValuePair<string, object?>> tags) => _nodes.GetOrAdd(NodeKey.From(tags), static _ => new Counters());

    private sealed class Counters
    {
        private readonly Lock _lock = new();
        private NodeCounts _counts;

        public void AddAttempt(bool isCompleted)
        {
            lock (_lock)
            {
                _counts = isCompleted ? _counts with { Completed = _counts.Completed + 1 } : _counts with { Failed = _counts.Failed + 1 };
            }
        }

        public void AddExchange(double seconds)
        {
            lock (_lock)
            {
                _counts = _counts with { Exchanges = _counts.Exchanges + 1, Seconds = _counts.Seconds + seconds };
            }
        }

        public NodeCounts Read()
        {
            lock (_lock)
            {
                return _counts;
            }
        }
    }
}

/// <summary>Represents the traffic of a node.</summary>
/// <param name="Completed">The number of requests with a response.</param>
/// <param name="Failed">The number of failed attempts. The handler repeats them on another node if this is safe.</param>
/// <param name="Exchanges">The number of requests whose duration is known.</param>
/// <param name="Seconds">The sum of these durations.</param>
internal readonly record struct NodeCounts(long Completed, long Failed, long Exchanges, double Seconds)
{
    public static NodeCounts operator -(NodeCounts left, NodeCounts right) =>
        new(left.Completed - right.Completed, left.Failed - right.Failed, left.Exchanges - right.Exchanges, left.Seconds - right.Seconds);
}
