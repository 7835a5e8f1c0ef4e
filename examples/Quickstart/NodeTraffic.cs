using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Quickstart;

/// <summary>Counts what each node got. The numbers are the handler's own metrics and those of .NET's HTTP client: what a dashboard would show.</summary>
internal sealed class NodeTraffic : IDisposable
{
    private readonly ConcurrentDictionary<NodeKey, Counters> _nodes = new();
    private readonly MeterListener _listener = new();

    public NodeTraffic()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if ((instrument.Meter.Name, instrument.Name) is ("AlternatorHandler", "alternator.client.attempts") or ("System.Net.Http", "http.client.request.duration"))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, count, tags, _) => Of(tags).Attempt(count, NodeKey.Find(tags, "outcome") is "answered"));
        _listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) =>
        {
            // Discovery and probes ask with GET.
            if (NodeKey.Find(tags, "http.request.method") is "POST")
            {
                Of(tags).Exchange(seconds);
            }
        });
        _listener.Start();
    }

    public NodeCounts Of(Uri address) => _nodes.TryGetValue(NodeKey.Of(address), out var counters) ? counters.Read() : default;

    public void Dispose() => _listener.Dispose();

    private Counters Of(ReadOnlySpan<KeyValuePair<string, object?>> tags) => _nodes.GetOrAdd(NodeKey.Of(tags), static _ => new Counters());

    private sealed class Counters
    {
        private readonly Lock _lock = new();
        private NodeCounts _counts;

        public void Attempt(long count, bool isAnswered)
        {
            lock (_lock)
            {
                _counts = isAnswered ? _counts with { Answered = _counts.Answered + count } : _counts with { Failed = _counts.Failed + count };
            }
        }

        public void Exchange(double seconds)
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
