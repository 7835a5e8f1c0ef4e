using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace AlternatorHandler.FunctionalTests.Network;

/// <summary>What a fault costs, from the moment it begins, by what the library itself reports.</summary>
internal sealed class Measurement : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, int> _attempts = new();
    private readonly ConcurrentDictionary<string, int> _demotions = new();
    private long _start = TimeProvider.System.GetTimestamp();

    public Measurement()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name is "alternator.client.attempt.duration" or "alternator.client.node.demotions")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((_, _, tags, _) => Count(_attempts, tags));
        _listener.SetMeasurementEventCallback<long>((_, _, tags, _) => Count(_demotions, tags));
        _listener.Start();
    }

    public int All => _attempts.Values.Sum();

    public TimeSpan Elapsed => TimeProvider.System.GetElapsedTime(_start);

    /// <summary>Counts attempts that have ended, on one node.</summary>
    public int On(NetworkNode node) => _attempts.GetValueOrDefault($"{node.Address}");

    public bool HasDemoted(NetworkNode node) => _demotions.ContainsKey($"{node.Address}");

    /// <summary>Begins to count anew.</summary>
    public void Restart()
    {
        _attempts.Clear();
        _demotions.Clear();
        _start = TimeProvider.System.GetTimestamp();
    }

    public static void Report(string what, Workers load, params (string Name, TimeSpan Time)[] times) =>
        TestContext.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: {load.Failures.Count} of {load.Operations} operations failed, longest {load.Longest.TotalSeconds:0.00} s{string.Concat(times.Select(time => string.Create(CultureInfo.InvariantCulture, $", {time.Name} {time.Time.TotalSeconds:0.00} s")))}"));

    public void Dispose() => _listener.Dispose();

    private static void Count(ConcurrentDictionary<string, int> counts, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        counts.AddOrUpdate((string)tags.ToArray().Single(tag => tag.Key == "server.address").Value!, 1, static (_, count) => count + 1);
}
