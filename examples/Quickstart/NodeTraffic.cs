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
            if ((instrument.Meter.Name, instrument.Name) is ("AlternatorHandler", "alternator.client.attempt.duration") or ("System.Net.Http", "http.client.request.duration"))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, seconds, tags, _) =>
        {
            if (instrument.Meter.Name == "AlternatorHandler")
            {
                Of(tags).Attempt(NodeKey.Find(tags, "alternator.attempt.outcome") is "answered");
            }
            else if (NodeKey.Find(tags, "http.request.method") is "POST")
            {
                // Not the questions of discovery and probes, which are GETs.
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

        public void Attempt(bool isAnswered)
        {
            lock (_lock)
            {
                _counts = isAnswered ? _counts with { Answered = _counts.Answered + 1 } : _counts with { Failed = _counts.Failed + 1 };
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
