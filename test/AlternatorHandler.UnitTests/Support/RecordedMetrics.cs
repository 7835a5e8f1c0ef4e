using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace AlternatorHandler.UnitTests.Support;

/// <summary>A meter factory that keeps what its own meters measure: tests at the same time don't hear each other.</summary>
internal sealed class RecordedMetrics : IMeterFactory
{
    private readonly ConcurrentDictionary<Meter, bool> _meters = new();
    private readonly ConcurrentQueue<Instrument> _instruments = new();
    private readonly ConcurrentQueue<Measured> _measured = new();
    private readonly MeterListener _listener = new();

    public RecordedMetrics()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (_meters.ContainsKey(instrument.Meter))
            {
                _instruments.Enqueue(instrument);
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.Start();
    }

    public IReadOnlyCollection<Instrument> Instruments => _instruments;

    public Meter Create(MeterOptions options)
    {
        var meter = new Meter(options);
        _meters[meter] = true;
        return meter;
    }

    /// <summary>What an instrument measured so far, in order.</summary>
    public Measured[] Of(string instrument) => [.. _measured.Where(measured => measured.Instrument == instrument)];

    /// <summary>Looks at the observable instruments now.</summary>
    public Measured[] Observe(string instrument)
    {
        _measured.Clear();
        _listener.RecordObservableInstruments();
        return Of(instrument);
    }

    public void Dispose()
    {
        _listener.Dispose();
        foreach (var meter in _meters.Keys)
        {
            meter.Dispose();
        }
    }

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measured.Enqueue(new Measured(instrument.Name, value, string.Join(", ", tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal))));

    /// <param name="Instrument">The instrument's name.</param>
    /// <param name="Value">The value.</param>
    /// <param name="Tags">Its tags, such as <c>a=1, b=2</c>, in order of their names.</param>
    internal sealed record Measured(string Instrument, double Value, string Tags);
}
