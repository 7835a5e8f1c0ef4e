using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace AlternatorHandler.TestSupport;

/// <summary>Creates meters of its own, so that tests that run at the same time do not collect each other's measurements.</summary>
internal sealed class TestMeterFactory : IMeterFactory
{
    public Meter Create(MeterOptions options)
    {
        options.Scope = this;
        return new Meter(options);
    }

    /// <summary>Collects what an instrument measures from now on.</summary>
    public MetricCollector<T> Collect<T>(string instrument)
        where T : struct => new(this, "AlternatorHandler", instrument);

    public void Dispose()
    {
    }
}
