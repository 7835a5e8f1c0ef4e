using System.Diagnostics.Metrics;

namespace AlternatorHandler.UnitTests.Support;

internal sealed class TestMeterFactory : IMeterFactory
{
    public Meter Create(MeterOptions options) => new(options);

    public void Dispose()
    {
    }
}
