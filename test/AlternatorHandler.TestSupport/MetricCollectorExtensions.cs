using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace AlternatorHandler.TestSupport;

internal static class MetricCollectorExtensions
{
    /// <summary>Returns the measurements in order, each with its tags as <c>a=1, b=2</c>, in the order of their names.</summary>
    public static (T Value, string Tags)[] Measurements<T>(this MetricCollector<T> collector)
        where T : struct =>
        [.. collector.GetMeasurementSnapshot().Select(measurement => (measurement.Value, string.Join(", ", measurement.Tags.Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal))))];

    /// <summary>Observes an observable instrument now.</summary>
    public static (T Value, string Tags)[] Observe<T>(this MetricCollector<T> collector)
        where T : struct
    {
        collector.Clear();
        collector.RecordObservableInstruments();
        return collector.Measurements();
    }
}
