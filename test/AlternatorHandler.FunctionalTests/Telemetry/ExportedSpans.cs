using System.Collections.Concurrent;
using System.Diagnostics;
using OpenTelemetry;

namespace AlternatorHandler.FunctionalTests.Telemetry;

/// <summary>Keeps the spans that OpenTelemetry exports.</summary>
internal sealed class ExportedSpans : BaseExporter<Activity>
{
    private readonly ConcurrentQueue<Activity> _spans = new();

    /// <summary>The spans below another one, in the order of their starts.</summary>
    public Activity[] Below(Activity parent) => [.. _spans.Where(span => span.TraceId == parent.TraceId && span.ParentSpanId == parent.SpanId).OrderBy(span => span.StartTimeUtc)];

    public override ExportResult Export(in Batch<Activity> batch)
    {
        foreach (var span in batch)
        {
            _spans.Enqueue(span);
        }

        return ExportResult.Success;
    }
}
