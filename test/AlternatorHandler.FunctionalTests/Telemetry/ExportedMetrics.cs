using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace AlternatorHandler.FunctionalTests.Telemetry;

/// <summary>Keeps what OpenTelemetry exports last, as a collector would get it.</summary>
internal sealed class ExportedMetrics : BaseExporter<Metric>
{
    private volatile IReadOnlyList<Series> _last = [];

    public IReadOnlyList<Series> Last => _last;

    /// <summary>The series of an instrument.</summary>
    public IReadOnlyList<Series> Of(string name) => [.. _last.Where(series => series.Name == name)];

    public override ExportResult Export(in Batch<Metric> batch)
    {
        var all = new List<Series>();
        foreach (var metric in batch)
        {
            foreach (ref readonly var point in metric.GetMetricPoints())
            {
                var tags = new SortedDictionary<string, object?>(StringComparer.Ordinal);
                foreach (var tag in point.Tags)
                {
                    tags.Add(tag.Key, tag.Value);
                }

                all.Add(new Series(metric.Name, metric.Unit, metric.MetricType, ValueOf(metric.MetricType, point), string.Join(' ', BoundsOf(metric.MetricType, point)), tags));
            }
        }

        _last = all;
        return ExportResult.Success;
    }

    private static double ValueOf(MetricType type, in MetricPoint point) => type switch
    {
        MetricType.Histogram => point.GetHistogramCount(),
        MetricType.LongSum or MetricType.LongSumNonMonotonic => point.GetSumLong(),
        MetricType.LongGauge => point.GetGaugeLastValueLong(),
        MetricType.DoubleGauge => point.GetGaugeLastValueDouble(),
        _ => throw new NotSupportedException($"No instrument of the handler is a {type}."),
    };

    private static List<double> BoundsOf(MetricType type, in MetricPoint point)
    {
        var bounds = new List<double>();
        if (type == MetricType.Histogram)
        {
            foreach (var bucket in point.GetHistogramBuckets())
            {
                bounds.Add(bucket.ExplicitBound);
            }
        }

        return bounds;
    }

    /// <param name="Name">The instrument's name.</param>
    /// <param name="Unit">Its unit.</param>
    /// <param name="Type">What OpenTelemetry makes of it.</param>
    /// <param name="Value">The sum, the last value, or the count of a histogram.</param>
    /// <param name="Bounds">The upper bounds of a histogram's buckets.</param>
    /// <param name="Tags">The series' tags.</param>
    internal sealed record Series(string Name, string Unit, MetricType Type, double Value, string Bounds, IReadOnlyDictionary<string, object?> Tags)
    {
        public object? Tag(string name) => Tags.GetValueOrDefault(name);
    }
}
