using System.Diagnostics.Metrics;

namespace AlternatorHandler.FunctionalTests.Transport;

/// <summary>Counts the connections to one port that wait in .NET's pools for a request. What a node has answered may still be on its way there.</summary>
internal sealed class IdleConnections : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _count;

    public IdleConnections(int port)
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "System.Net.Http", Name: "http.client.open_connections" })
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, change, tags, _) =>
        {
            if (Has(tags, "http.connection.state", "idle") && Has(tags, "server.port", port))
            {
                Interlocked.Add(ref _count, change);
            }
        });
        _listener.Start();
    }

    public long Count => Interlocked.Read(ref _count);

    public void Dispose() => _listener.Dispose();

    private static bool Has(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name, object value)
    {
        foreach (var tag in tags)
        {
            if (tag.Key == name)
            {
                return value.Equals(tag.Value);
            }
        }

        return false;
    }
}
